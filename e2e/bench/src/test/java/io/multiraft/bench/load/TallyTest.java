package io.multiraft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TallyTest {

    private static final long SECOND = 1_000_000_000;

    /** Two seconds of a clock that passes from negative to positive in between, as clocks may. */
    private final Tally tally = new Tally(-SECOND, SECOND);

    @Test
    void countsOnlyWhatFallsIntoTheWindow() {
        tally.ended(-SECOND - 1, -SECOND - 1, 1_000, null);
        tally.ended(-SECOND, -SECOND, 1_000, null);
        tally.ended(0, 0, 1_000, null);
        tally.ended(SECOND, SECOND, 1_000, null);

        LoadResult result = tally.result(0);

        assertThat(result.ended()).isEqualTo(2);
        assertThat(result.latencies().getTotalCount()).isEqualTo(2);
        assertThat(result.rate()).isEqualTo(1);
        assertThat(result.done()).isEqualTo(4);
    }

    @Test
    void takesTheLatencyButNotTheRateOfWhatBeganInTheWindowAndEndedAfterIt() {
        tally.ended(0, 2 * SECOND, 2 * SECOND, null);

        LoadResult result = tally.result(0);

        assertThat(result.rate()).isZero();
        assertThat(result.latencyMillis(100)).isCloseTo(2_000, within(2.0));
    }

    @Test
    void keepsFailuresApart() {
        IllegalStateException failure = new IllegalStateException("broken");
        tally.ended(0, 0, 1_000, failure);
        tally.ended(0, 0, 1_000, new IllegalStateException("later"));

        LoadResult result = tally.result(3);

        assertThat(result.ended()).isZero();
        assertThat(result.latencies().getTotalCount()).isZero();
        assertThat(result.done()).isZero();
        assertThat(result.failures()).isEqualTo(2);
        assertThat(result.unanswered()).isEqualTo(3);
        assertThat(result.failure()).containsSame(failure);
    }

    @Test
    void knowsPercentiles() {
        for (int millis = 1; millis <= 100; millis++) {
            tally.ended(0, 0, millis * 1_000_000L, null);
        }

        LoadResult result = tally.result(0);

        assertThat(result.latencyMillis(50)).isCloseTo(50, within(0.1));
        assertThat(result.latencyMillis(99)).isCloseTo(99, within(0.1));
    }

    @Test
    void countsTheLongestAsAMinute() {
        tally.ended(0, 0, 3_600 * SECOND, null);

        assertThat(tally.result(0).latencyMillis(100)).isCloseTo(60_000, within(60.0));
    }
}
