package io.multiraft.node.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many calls may be under way, by how long they take. */
class CallLimitTest {

    private static final int MOST = 4_000;

    private long now;
    private final CallLimit limit = new CallLimit(MOST, () -> now);

    /** A window in which so many calls ended, each after so long. */
    private void window(int ended, long millis, int refused) {
        for (int i = 0; i < refused; i++) {
            limit.refused();
        }
        for (int i = 0; i < ended; i++) {
            if (i == ended - 1) {
                now += CallLimit.WINDOW_NANOS;
            }
            limit.ended(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    @Test
    void staysWhereItIsWhileCallsAreQuick() {
        for (int i = 0; i < 50; i++) {
            window(1_000, 20, 0);
        }

        assertThat(limit.now()).isEqualTo(MOST);
    }

    @Test
    void comesDownToWhatEndsInTheTimeThatACallMayTake() {
        for (int i = 0; i < 20; i++) {
            window(200, 2_000, 100);
        }

        // 2,000 a second, for half a second.
        assertThat(limit.now()).isEqualTo(1_000);
    }

    @Test
    void doesNotTakeAPauseForThePace() {
        window(1, 900, 0);

        assertThat(limit.now()).isEqualTo((int) (0.7 * MOST));
    }

    @Test
    void neverComesDownToNothingHoweverSlowTheDisk() {
        for (int i = 0; i < 50; i++) {
            window(2, 3_000, 1_000);
        }

        assertThat(limit.now()).isEqualTo(MOST / 8);
    }

    @Test
    void goesUpAgainWhenCallsAreQuickAgain() {
        for (int i = 0; i < 50; i++) {
            window(2, 3_000, 1_000);
        }
        for (int i = 0; i < 20; i++) {
            window(500, 100, 0);
        }

        assertThat(limit.now()).isEqualTo(MOST);
    }

    @Test
    void takesNothingFromTheFirstCallAfterALongSilence() {
        now += TimeUnit.MINUTES.toNanos(1);
        limit.ended(TimeUnit.SECONDS.toNanos(3));

        assertThat(limit.now()).isEqualTo(MOST);
    }

    @Test
    void keepsAwayForLongerWhatComesBackInGreaterNumbers() {
        window(100, 100, 100);
        long asManyAgain = limit.retryMillis();
        window(100, 100, 2_000);
        long twentyTimes = limit.retryMillis();
        window(1, 100, 1_000_000);

        assertThat(asManyAgain).isEqualTo(200);
        assertThat(twentyTimes).isEqualTo(2_100);
        assertThat(limit.retryMillis()).isEqualTo(5_000);
    }

    @Test
    void standsStillWhereNothingIsServed() {
        for (int i = 0; i < 100; i++) {
            now += CallLimit.WINDOW_NANOS;
            limit.refused();
        }

        assertThat(limit.now()).isEqualTo(MOST);
    }
}
