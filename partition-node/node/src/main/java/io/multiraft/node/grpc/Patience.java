package io.multiraft.node.grpc;

import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a call may wait for a leader. It is over a little before the caller's own deadline, so
 * that the caller learns what was missing rather than that time has passed.
 */
final class Patience {

    private static final long DEFAULT_MILLIS = 5_000;
    private static final long MAX_MILLIS = 60_000;
    private static final long MAX_MARGIN_MILLIS = 100;

    private final Deadline callerDeadline;
    private final long startNanos = System.nanoTime();
    private final long millis;

    /**
     * @param callerDeadline null where the caller has none
     */
    Patience(Deadline callerDeadline) {
        this.callerDeadline = callerDeadline;
        long given =
                callerDeadline == null
                        ? DEFAULT_MILLIS
                        : Math.max(0, callerDeadline.timeRemaining(TimeUnit.MILLISECONDS));
        this.millis = Math.min(given - Math.min(given / 10, MAX_MARGIN_MILLIS), MAX_MILLIS);
    }

    Deadline callerDeadline() {
        return callerDeadline;
    }

    long spentMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    long remainingMillis() {
        return Math.max(0, millis - spentMillis());
    }

    Duration remaining() {
        return Duration.ofMillis(remainingMillis());
    }

    boolean over() {
        return remainingMillis() == 0;
    }
}
