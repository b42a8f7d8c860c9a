package io.multiraft.client.core;

import java.util.Comparator;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** What is to be done later, ordered by time; what is due at the same time, as it was asked for. */
final class Timers {

    private static final Comparator<Timer> ORDER =
            Comparator.comparingLong(Timer::atMillis).thenComparingLong(Timer::id);

    private final TreeSet<Timer> timers = new TreeSet<>(ORDER);
    private long lastId;

    /**
     * @param task is given the time at which it runs
     */
    record Timer(long atMillis, long id, LongConsumer task) {}

    Timer at(long millis, LongConsumer task) {
        Timer timer = new Timer(millis, ++lastId, task);
        timers.add(timer);
        return timer;
    }

    /** A timer that has run, or null, is fine. */
    void cancel(Timer timer) {
        if (timer != null) {
            timers.remove(timer);
        }
    }

    OptionalLong nextMillis() {
        return timers.isEmpty() ? OptionalLong.empty() : OptionalLong.of(timers.first().atMillis());
    }

    /** Runs what is due, what becomes due meanwhile as well. */
    void run(long nowMillis) {
        while (!timers.isEmpty() && timers.first().atMillis() <= nowMillis) {
            timers.pollFirst().task().accept(nowMillis);
        }
    }
}
