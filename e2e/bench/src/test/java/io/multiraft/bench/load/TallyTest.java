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
        tally.ended(-SECOND - 1, 1_000, null);
        tally.ended(-SECOND, 1_000, null);
        tally.ended(0, 1_000, null);
        tally.ended(SECOND, 1_000, null);

        LoadResult result = tally.result(0);

        assertThat(result.operations()).isEqualTo(2);
        assertThat(result.rate()).isEqualTo(1);
        assertThat(result.done()).isEqualTo(4);
    }

    @Test
    void keepsFailuresApart() {
        IllegalStateException failure = new IllegalStateException("broken");
        tally.ended(0, 1_000, failure);
        tally.ended(0, 1_000, new IllegalStateException("later"));

        LoadResult result = tally.result(3);

        assertThat(result.operations()).isZero();
        assertThat(result.done()).isZero();
        assertThat(result.failures()).isEqualTo(2);
        assertThat(result.unanswered()).isEqualTo(3);
        assertThat(result.failure()).containsSame(failure);
    }

    @Test
    void knowsPercentiles() {
        for (int millis = 1; millis <= 100; millis++) {
            tally.ended(0, millis * 1_000_000L, null);
        }

        LoadResult result = tally.result(0);

        assertThat(result.latencyMillis(50)).isCloseTo(50, within(0.1));
        assertThat(result.latencyMillis(99)).isCloseTo(99, within(0.1));
    }

    @Test
    void countsTheLongestAsAMinute() {
        tally.ended(0, 3_600 * SECOND, null);

        assertThat(tally.result(0).latencyMillis(100)).isCloseTo(60_000, within(60.0));
    }
}
