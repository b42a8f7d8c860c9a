package io.multiraft.bench.load;

import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param measured how long operations were counted
 * @param done operations that succeeded at any time, before and after included
 * @param ended operations that succeeded and ended in that time, whenever they began
 * @param failures operations that failed in that time
 * @param unanswered operations that had no answer a good while after it
 * @param failure one of the failures, as an example
 * @param latencies in nanoseconds, of the operations that succeeded and, in a closed loop, ended in
 *     that time or, in an open one, should have begun in it
 */
public record LoadResult(
        Duration measured,
        long done,
        long ended,
        long failures,
        long unanswered,
        Optional<Throwable> failure,
        Histogram latencies) {

    /** Operations that succeeded per second. */
    public double rate() {
        return ended * 1e9 / measured.toNanos();
    }

    /** The latency that so many per cent of the operations did not exceed, in milliseconds. */
    public double latencyMillis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
