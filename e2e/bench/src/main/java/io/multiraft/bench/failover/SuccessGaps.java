package io.multiraft.bench.failover;

/** The longest time without a success since somebody began to look. Thread-safe. */
final class SuccessGaps {

    private long last = System.nanoTime();
    private long longest;

    /** Looks anew, from now on. */
    synchronized void begin(long nanos) {
        last = nanos;
        longest = 0;
    }

    /** Something has succeeded. */
    synchronized void succeeded(long nanos) {
        longest = Math.max(longest, nanos - last);
        last = Math.max(last, nanos);
    }

    /** In nanoseconds, the time since the last success included. */
    synchronized long longest(long nanos) {
        return Math.max(longest, nanos - last);
    }
}
