package io.multiraft.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

    @ParameterizedTest
    @CsvSource({
        "1, 3, a b c",
        "2, 3, b c d",
        "3, 3, c d e",
        "4, 3, d e a",
        "6, 3, a b c",
        "1, 1, a",
        "5, 5, e a b c d"
    })
    void memberSitsOnTheNodeOfItsNumberAndPartition(
            int partition, int replicationFactor, String members) {
        assertThat(
                        Placement.members(
                                List.of("a", "b", "c", "d", "e"), partition, replicationFactor))
                .containsExactly(members.split(" "));
    }
}
