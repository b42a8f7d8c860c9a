package io.multiraft.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuccessGapsTest {

    /** A clock that passes from negative to positive, as clocks may. */
    private static final long START = -100;

    private final SuccessGaps gaps = new SuccessGaps();

    @Test
    void knowsTheLongestTimeBetweenSuccesses() {
        gaps.begin(START);
        gaps.succeeded(START + 10);
        gaps.succeeded(START + 200);
        gaps.succeeded(START + 210);

        assertThat(gaps.longest(START + 220)).isEqualTo(190);
    }

    @Test
    void countsFromTheBeginningAndUpToNow() {
        gaps.begin(START);
        assertThat(gaps.longest(START + 50)).isEqualTo(50);

        gaps.succeeded(START + 30);
        assertThat(gaps.longest(START + 130)).isEqualTo(100);
    }

    /** Two threads may have looked at the clock in another order than they came here. */
    @Test
    void goesNotBackWithALateReport() {
        gaps.begin(START);
        gaps.succeeded(START + 20);
        gaps.succeeded(START + 15);

        assertThat(gaps.longest(START + 22)).isEqualTo(20);
    }

    @Test
    void forgetsWhatWasBeforeItBeganAnew() {
        gaps.begin(START);
        gaps.succeeded(START + 500);
        gaps.begin(START + 600);

        assertThat(gaps.longest(START + 601)).isEqualTo(1);
    }
}
