package io.multiraft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.bench.load.FailureKind;
import io.multiraft.bench.load.LoadResult;
import io.multiraft.bench.load.OverloadWindow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OverloadTableTest {

    private static final List<OverloadTable.Sample> SAMPLES =
            List.of(sample(100, 3), sample(200, 3), sample(210, 4));

    private static OverloadTable.Sample sample(int mebibytes, long term) {
        return new OverloadTable.Sample(mebibytes << 20, OptionalLong.of(term));
    }

    /** Of ten seconds, each answer after 20 ms. */
    private static OverloadWindow window(int succeeded, long refused, long other) {
        Histogram latencies = new Histogram(3);
        latencies.recordValueWithCount(20_000_000, succeeded);
        return new OverloadWindow(
                new LoadResult(
                        Duration.ofSeconds(10),
                        succeeded,
                        succeeded,
                        refused + other,
                        0,
                        Optional.empty(),
                        latencies),
                20_000,
                50,
                Map.of(
                        FailureKind.REFUSED,
                        refused,
                        FailureKind.REFUSED_WITHOUT_HINT,
                        0L,
                        FailureKind.OTHER,
                        other));
    }

    @Test
    void showsEachWindowWithTheNodesAtItsEnd() {
        OverloadTable table =
                new OverloadTable(
                        1_000,
                        2_000,
                        List.of(window(9_000, 11_000, 0), window(7_000, 0, 30)),
                        SAMPLES);

        assertThat(table.markdown().lines().skip(2).map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "| 10 | 900 | 90 | 20.0 | 20.0 | 1,100 | 0 | 0 | 5 | 200 | 3 |",
                        "| 20 | 700 | 70 | 20.0 | 20.0 | 0 | 0 | 3 | 5 | 210 | 4 |");
    }

    @Test
    void judgesTheMeanGoodputAndAllElse() {
        OverloadTable table =
                new OverloadTable(
                        1_000,
                        2_000,
                        List.of(window(9_000, 11_000, 0), window(7_000, 0, 30)),
                        SAMPLES);

        assertThat(table.judged(5))
                .extracting(Judged::measured)
                .containsExactly("80 %", "0.02 s", "0", "30", "1.05 x", "1");
        assertThat(table.judged(5))
                .extracting(Judged::met)
                .containsExactly(true, true, true, false, true, false);
    }
}
