package io.multiraft.node.raft;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time a leader stamps entries with.
 *
 * <p>It starts at the wall clock, or at the state machine's clock where that is ahead, and goes on
 * by the monotonic clock: a wall clock that jumps while a node leads neither ends sessions early
 * nor holds their end up.
 */
final class LeaderClock {

    private final LongSupplier nanos;
    private final long startMillis;
    private final long startNanos;

    private LeaderClock(long startMillis, LongSupplier nanos) {
        this.startMillis = startMillis;
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    static LeaderClock start(long wallMillis, long stateMachineMillis, LongSupplier nanos) {
        return new LeaderClock(Math.max(wallMillis, stateMachineMillis), nanos);
    }

    /** Milliseconds since 1970. */
    long millis() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - startNanos);
    }
}
