package io.multiraft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static Plan plan(int rounds, Duration firstWarmUp) {
        return plan(rounds, firstWarmUp, firstWarmUp.abs());
    }

    private static Plan plan(int rounds, Duration firstWarmUp, Duration firstWarmUpAtMost) {
        return new Plan(
                List.of(Workload.MAP_PUT_64, Workload.GET),
                List.of(1, 256),
                List.of(2_000),
                rounds,
                firstWarmUp,
                firstWarmUpAtMost,
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4));
    }

    /** Two loads of the put and three of the get, ten times five seconds each. */
    @Test
    void takesTheFirstWarmUpOnceAndTheOtherOncePerWorkload() {
        assertThat(plan(10, Duration.ofSeconds(40)).duration(1))
                .isEqualTo(Duration.ofSeconds(40 + 2 * 3 + 5 * 10 * 5));
        assertThat(plan(10, Duration.ofSeconds(40)).duration(3))
                .isEqualTo(Duration.ofSeconds(3 * 296));
    }

    @Test
    void aWarmUpHasToBeAllowedToEnd() {
        assertThatThrownBy(() -> plan(1, Duration.ofSeconds(40), Duration.ofSeconds(39)).check())
                .hasMessageContaining("39 s of it at most, which is less than the 40 s at least");
    }

    @Test
    void saysAllThatIsWrongWithIt() {
        assertThatThrownBy(() -> plan(0, Duration.ofSeconds(-2)).check())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "asked for 0 rounds, and -2 s of first warm-up; accepted: 1 or more of"
                                + " each, 0 of the first warm-up, and at most no less than at"
                                + " least");
    }
}
