package io.multiraft.client.core;

/**
 * Decides whether and when a failed attempt is repeated. Repeating is always safe: a command keeps
 * its sequence number, so it happens once however often it arrives.
 *
 * <p>The first attempt is given little time, each later one twice as much up to a bound: a node
 * that was cut off, or waits for one that was, is left soon, and a slow one is not flooded.
 *
 * @param deadlineMillis all attempts of a call together
 * @param firstAttemptMillis time for the first attempt
 * @param maxAttemptMillis the longest time for any attempt
 * @param firstDelayMillis pause after the first failure; doubles with each
 * @param maxDelayMillis the longest pause
 * @param maxRetryAfterMillis the longest pause because a node asks for it
 */
public record RetryPolicy(
        long deadlineMillis,
        long firstAttemptMillis,
        long maxAttemptMillis,
        long firstDelayMillis,
        long maxDelayMillis,
        long maxRetryAfterMillis) {

    private static final int DOUBLINGS_MAX = 20;

    public RetryPolicy {
        if (deadlineMillis < 1
                || firstAttemptMillis < 1
                || maxAttemptMillis < firstAttemptMillis
                || firstDelayMillis < 1
                || maxDelayMillis < firstDelayMillis
                || maxRetryAfterMillis < 1) {
            throw new IllegalArgumentException(
                    "deadline, first attempt, first delay and the longest one asked for must be at"
                            + " least 1 ms, the longest attempt and delay at least the first: got "
                            + deadlineMillis
                            + ", "
                            + firstAttemptMillis
                            + " to "
                            + maxAttemptMillis
                            + ", "
                            + firstDelayMillis
                            + " to "
                            + maxDelayMillis
                            + ", "
                            + maxRetryAfterMillis);
        }
    }

    /** What comes after a failed attempt. */
    public sealed interface Decision {
        /** Try again after a pause. */
        record Retry(long delayMillis) implements Decision {}

        /** Tell the caller. */
        record GiveUp(Failure failure) implements Decision {}
    }

    public static RetryPolicy withDeadline(long deadlineMillis) {
        return new RetryPolicy(deadlineMillis, 1_000, 2_000, 20, 500, Long.MAX_VALUE);
    }

    /**
     * Of a keep-alive: given up when the next but one is due, so that none holds up the others. A
     * node that has no room asks all to wait alike; a session that did would have few tries left.
     */
    static RetryPolicy ofKeepAlive(long intervalMillis) {
        long attemptMillis = Math.min(1_000, intervalMillis);
        return new RetryPolicy(
                intervalMillis * 2,
                attemptMillis,
                attemptMillis,
                Math.min(20, intervalMillis),
                Math.min(500, intervalMillis),
                Math.max(Math.min(500, intervalMillis), intervalMillis / 4));
    }

    /** Of a watch, which is only repeated, and which nobody waits for. */
    static RetryPolicy ofWatch() {
        return new RetryPolicy(Long.MAX_VALUE, 1_000, 2_000, 100, 5_000, Long.MAX_VALUE);
    }

    /** How long attempt {@code attempt}, from 0, may take; at least a millisecond. */
    public long attemptMillis(int attempt, long elapsedMillis) {
        long left = Math.max(1, deadlineMillis - elapsedMillis);
        long given =
                Math.min(maxAttemptMillis, firstAttemptMillis << Math.min(attempt, DOUBLINGS_MAX));
        return Math.min(left, given);
    }

    /**
     * A limit is waited for where the node said how long that takes. A node that is left for
     * another failure is not.
     *
     * @param retryAfterMillis what the node said; 0 for nothing
     * @param mayHaveHappened whether this attempt or an earlier one may have changed something
     * @param attempt the one that failed, from 0
     * @param elapsedMillis since the call began
     * @param jitter in [0, 1): callers that failed together do not come back together
     */
    public Decision afterFailure(
            Failure failure,
            long retryAfterMillis,
            boolean mayHaveHappened,
            int attempt,
            long elapsedMillis,
            double jitter) {
        boolean limited = failure == Failure.LIMIT_REACHED && retryAfterMillis > 0;
        if (failure != Failure.UNAVAILABLE && !limited) {
            // An attempt before may have happened even so.
            return new Decision.GiveUp(mayHaveHappened ? Failure.INDETERMINATE : failure);
        }
        long delayMillis = delayMillis(failure, retryAfterMillis, attempt, jitter);
        if (elapsedMillis + delayMillis < deadlineMillis) {
            return new Decision.Retry(delayMillis);
        }
        return new Decision.GiveUp(mayHaveHappened ? Failure.INDETERMINATE : failure);
    }

    /** The pause after attempt {@code attempt}, from 0, that failed. */
    long delayMillis(Failure failure, long retryAfterMillis, int attempt, double jitter) {
        long askedMillis = failure == Failure.LIMIT_REACHED ? retryAfterMillis : 0;
        return Math.max(Math.min(askedMillis, maxRetryAfterMillis), delayMillis(attempt, jitter));
    }

    /** The pause after attempt {@code attempt}, from 0. */
    long delayMillis(int attempt, double jitter) {
        long longest =
                Math.min(maxDelayMillis, firstDelayMillis << Math.min(attempt, DOUBLINGS_MAX));
        return longest / 2 + (long) (jitter * (longest - longest / 2));
    }
}
