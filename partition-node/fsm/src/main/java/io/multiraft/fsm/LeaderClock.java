package io.multiraft.fsm;

import java.util.function.LongSupplier;

/**
 * The time a leader stamps entries with.
 *
 * <p>It starts at the wall clock, or at the state machine's clock where that is ahead, and goes on
 * by the monotonic clock: a wall clock that jumps while a node leads neither ends sessions early
 * nor holds their end up.
 */
public final class LeaderClock {

    private static final int NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier nanos;
    private final long startMillis;
    private final long startNanos;

    private LeaderClock(long startMillis, LongSupplier nanos) {
        this.startMillis = startMillis;
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    /**
     * Starts the clock of a node that begins to lead.
     *
     * @param wallMillis milliseconds since 1970
     * @param stateMachineMillis the clock of the node's state machine
     * @param nanos a clock that does not jump
     */
    public static LeaderClock start(long wallMillis, long stateMachineMillis, LongSupplier nanos) {
        return new LeaderClock(Math.max(wallMillis, stateMachineMillis), nanos);
    }

    /** Milliseconds since 1970. */
    public long millis() {
        return startMillis + (nanos.getAsLong() - startNanos) / NANOS_PER_MILLI;
    }
}
