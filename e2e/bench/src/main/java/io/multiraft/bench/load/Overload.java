package io.multiraft.bench.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Operations at a rate that is beyond the system. Other than in an {@link OpenLoop}, what finds no
 * room in this process does not begin later but not at all: it would only wait here.
 */
public final class Overload {

    /** Operations begin by the millisecond: a wake-up for each would take what the system needs. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LAST_ANSWER_SECONDS = 20;

    private final Operation operation;
    private final Function<Throwable, FailureKind> kinds;
    private final int inFlight;
    private final Semaphore room;
    private final long start = System.nanoTime();
    private final long windowNanos;
    private final List<Window> windows;

    private Overload(
            Operation operation,
            Function<Throwable, FailureKind> kinds,
            int inFlight,
            Duration window,
            int count) {
        this.operation = operation;
        this.kinds = kinds;
        this.inFlight = inFlight;
        this.room = new Semaphore(inFlight);
        this.windowNanos = window.toNanos();
        this.windows =
                Stream.iterate(start, from -> from + windowNanos)
                        .limit(count)
                        .map(from -> new Window(new Tally(from, from + windowNanos)))
                        .toList();
    }

    /**
     * Offers operations for a number of windows of time.
     *
     * @param inFlight most operations under way
     * @param kinds of what failed
     */
    public static List<OverloadWindow> run(
            Operation operation,
            int perSecond,
            int inFlight,
            Duration window,
            int count,
            Function<Throwable, FailureKind> kinds)
            throws InterruptedException {
        Overload overload = new Overload(operation, kinds, inFlight, window, count);
        overload.offer(new Schedule(overload.start, perSecond));
        boolean allAnswered =
                overload.room.tryAcquire(inFlight, LAST_ANSWER_SECONDS, TimeUnit.SECONDS);
        long unanswered = allAnswered ? 0 : inFlight - overload.room.availablePermits();
        return overload.windows.stream().map(one -> one.result(unanswered)).toList();
    }

    private void offer(Schedule schedule) {
        long until = start + windowNanos * windows.size();
        long number = 0;
        for (long now = start; now - until < 0; now = System.nanoTime()) {
            for (long due = schedule.dueBy(now); number < due; number++) {
                begin(number, schedule.beginOf(number));
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private void begin(long number, long begin) {
        Window window = at(begin);
        if (room.tryAcquire()) {
            window.offered.increment();
            operation.start((int) (number % inFlight), failure -> ended(begin, failure));
        } else {
            window.notOffered.increment();
        }
    }

    private void ended(long begin, Throwable failure) {
        long now = System.nanoTime();
        at(now).ended(now, now - begin, failure, kinds);
        room.release();
    }

    /** What ends after the last window is told to that one, which does not count it. */
    private Window at(long instant) {
        long index = (instant - start) / windowNanos;
        return windows.get((int) Math.min(index, windows.size() - 1));
    }

    private static final class Window {

        private final Tally tally;
        private final LongAdder offered = new LongAdder();
        private final LongAdder notOffered = new LongAdder();
        private final Map<FailureKind, LongAdder> failures = new EnumMap<>(FailureKind.class);

        Window(Tally tally) {
            this.tally = tally;
            for (FailureKind kind : FailureKind.values()) {
                failures.put(kind, new LongAdder());
            }
        }

        void ended(
                long now,
                long latencyNanos,
                Throwable failure,
                Function<Throwable, FailureKind> kinds) {
            tally.ended(now, now, latencyNanos, failure);
            if (failure != null && !tally.isOver(now)) {
                failures.get(kinds.apply(failure)).increment();
            }
        }

        OverloadWindow result(long unanswered) {
            Map<FailureKind, Long> counts = new EnumMap<>(FailureKind.class);
            failures.forEach((kind, count) -> counts.put(kind, count.sum()));
            return new OverloadWindow(
                    tally.result(unanswered), offered.sum(), notOffered.sum(), counts);
        }
    }
}
