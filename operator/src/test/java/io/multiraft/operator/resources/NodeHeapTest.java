package io.multiraft.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.multiraft.operator.api.Resources;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeHeapTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    # requested | limit | flags
                      256Mi     | -     | -
                      -         | -     | -
                      128Mi     | 256Mi | -
                      320Mi     | -     | -Xmx208m -XX:MaxNewSize=56m
                      512Mi     | -     | -Xmx352m -XX:MaxNewSize=56m
                      256Mi     | 1Gi   | -Xmx736m -XX:MaxNewSize=92m
                      4Gi       | 512Mi | -Xmx352m -XX:MaxNewSize=56m
                      2000M     | -     | -Xmx1398m -XX:MaxNewSize=174m
                    """)
    void memoryBeyondTheDefaultIsMostlyHeap(String requested, String limit, String flags) {
        Resources resources = new Resources(memory(requested), memory(limit));
        assertThat(NodeHeap.flags(resources).orElse(null)).isEqualTo(flags);
    }

    private static Map<String, Quantity> memory(String amount) {
        return amount == null ? null : Map.of("memory", new Quantity(amount));
    }
}
