package io.multiraft.node.grpc;

import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a call may wait for a leader, or for what others are asked on its behalf. It is over a
 * little before the caller's own deadline, so that the caller learns what was missing rather than
 * that time has passed.
 */
public final class Patience {

    private static final long DEFAULT_MILLIS = 5_000;
    private static final long MAX_MILLIS = 60_000;
    private static final long MAX_MARGIN_MILLIS = 100;

    private final Deadline callerDeadline;
    private final long startNanos = System.nanoTime();
    private final long marginMillis;
    private final long millis;

    /**
     * @param callerDeadline null where the caller has none
     */
    public Patience(Deadline callerDeadline) {
        this.callerDeadline = callerDeadline;
        long given =
                callerDeadline == null
                        ? DEFAULT_MILLIS
                        : Math.max(0, callerDeadline.timeRemaining(TimeUnit.MILLISECONDS));
        this.marginMillis = Math.min(given / 10, MAX_MARGIN_MILLIS);
        this.millis = Math.min(given - marginMillis, MAX_MILLIS);
    }

    /**
     * Of a call to another node on the caller's behalf. It leaves the time to say that no answer
     * came, and is not cut where a stream goes on for longer than anybody waits for a leader.
     *
     * @return null where the caller has none
     */
    Deadline deadline() {
        return callerDeadline == null
                ? null
                : callerDeadline.offset(-marginMillis, TimeUnit.MILLISECONDS);
    }

    public long spentMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    public long remainingMillis() {
        return Math.max(0, millis - spentMillis());
    }

    Duration remaining() {
        return Duration.ofMillis(remainingMillis());
    }

    boolean over() {
        return remainingMillis() == 0;
    }
}
