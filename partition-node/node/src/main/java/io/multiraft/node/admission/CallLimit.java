package io.multiraft.node.admission;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How many calls may be under way so that none takes long. By Little's law a call takes as long as
 * it takes until as many as are under way have ended: where that is longer than it should be, there
 * may be as many as end in that time, and where it is not, a few more than there might be before.
 *
 * <p>A number alone would not do. What is right for a node with two cores is seconds of waiting on
 * one with a tenth of a core.
 */
final class CallLimit {

    /** How long calls may take on average. The clients of this project try again after a second. */
    static final long TARGET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** After so long without a call, those before say nothing of now. */
    private static final long STALE_NANOS = 10 * WINDOW_NANOS;

    /** A pause of the collector or the disk, which is over before it is seen, costs no more. */
    private static final double STEEPEST = 0.7;

    /** Fewer would not fill the entries of a log. */
    private static final int LEAST_SHARE = 8;

    private static final long RETRY_LEAST_MILLIS = 100;
    private static final long RETRY_MOST_MILLIS = 5_000;

    private final int most;
    private final int least;
    private final LongSupplier clock;
    private final AtomicLong windowStart;
    private final LongAdder ended = new LongAdder();
    private final LongAdder endedNanos = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile int limit;
    private volatile long retryMillis = RETRY_LEAST_MILLIS;

    /**
     * @param most where nothing takes long
     * @param clock like {@link System#nanoTime}
     */
    CallLimit(int most, LongSupplier clock) {
        this.most = most;
        this.least = Math.max(1, most / LEAST_SHARE);
        this.limit = most;
        this.clock = clock;
        this.windowStart = new AtomicLong(clock.getAsLong());
    }

    int now() {
        return limit;
    }

    /** A call was served, or its caller did not wait for longer. */
    void ended(long nanos) {
        ended.increment();
        endedNanos.add(nanos);
        look();
    }

    /** There was no room for a call. */
    void refused() {
        refused.increment();
        look();
    }

    /**
     * After how long, in about, as many as were refused could be served: where more come back they
     * are told to stay away for longer.
     */
    long retryMillis() {
        return retryMillis;
    }

    private void look() {
        long start = windowStart.get();
        long now = clock.getAsLong();
        if (now - start >= WINDOW_NANOS && windowStart.compareAndSet(start, now)) {
            adjust(
                    ended.sumThenReset(),
                    endedNanos.sumThenReset(),
                    refused.sumThenReset(),
                    now - start);
        }
    }

    private void adjust(long endedCount, long nanos, long refusedCount, long windowNanos) {
        retryMillis =
                Math.min(
                        RETRY_MOST_MILLIS,
                        RETRY_LEAST_MILLIS * (1 + refusedCount / Math.max(1, endedCount)));
        if (endedCount == 0 || windowNanos > STALE_NANOS) {
            return;
        }
        int before = limit;
        if (nanos / endedCount > TARGET_NANOS) {
            double inTarget = (double) endedCount * TARGET_NANOS / windowNanos;
            double lower = Math.max(inTarget, before * STEEPEST);
            limit = (int) Math.max(least, Math.min(before, lower));
        } else {
            limit = Math.min(most, before + before / LEAST_SHARE + 1);
        }
    }
}
