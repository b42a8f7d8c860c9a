package io.multiraft.bench.load;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** Counts the operations that fall into a window of time. Any number of threads may tell it. */
final class Tally {

    /** Longer ones count as this. */
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

    private final ConcurrentHistogram latencies = new ConcurrentHistogram(LONGEST_NANOS, 3);
    private final LongAdder done = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final long from;
    private final long until;

    /** A window of {@link System#nanoTime}. */
    Tally(long from, long until) {
        this.from = from;
        this.until = until;
    }

    /** Whether nothing that ends now counts any more. */
    boolean isOver(long now) {
        return now - until >= 0;
    }

    private boolean contains(long instant) {
        return instant - from >= 0 && !isOver(instant);
    }

    /**
     * An operation has ended.
     *
     * @param instant decides whether its latency, or its failure, falls into the window
     * @param cause null when it succeeded
     */
    void ended(long instant, long now, long latencyNanos, Throwable cause) {
        if (cause == null) {
            done.increment();
            if (contains(now)) {
                ended.increment();
            }
            if (contains(instant)) {
                latencies.recordValue(Math.min(latencyNanos, LONGEST_NANOS));
            }
        } else if (contains(instant)) {
            failures.incrementAndGet();
            failure.compareAndSet(null, cause);
        }
    }

    LoadResult result(long unanswered) {
        return new LoadResult(
                Duration.ofNanos(until - from),
                done.sum(),
                ended.sum(),
                failures.get(),
                unanswered,
                Optional.ofNullable(failure.get()),
                latencies);
    }
}
