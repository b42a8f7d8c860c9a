package io.multiraft.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaderClockTest {

    private final AtomicLong nanos = new AtomicLong(-5_000_000);

    @Test
    void startsAtTheWallClockAndGoesOnByTheMonotonicOne() {
        LeaderClock clock = LeaderClock.start(1_000, 500, nanos::get);
        assertThat(clock.millis()).isEqualTo(1_000);

        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));

        assertThat(clock.millis()).isEqualTo(1_250);
    }

    @Test
    void neverStartsBeforeTheStateMachine() {
        LeaderClock clock = LeaderClock.start(1_000, 9_000, nanos::get);

        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));

        assertThat(clock.millis()).isEqualTo(9_001);
    }
}
