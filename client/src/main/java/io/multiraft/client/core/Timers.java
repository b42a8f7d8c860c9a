package io.multiraft.client.core;

import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** What is to be done later, ordered by time; what is due at the same time, as it was asked for. */
final class Timers {

    private final TreeSet<Timer> timers = new TreeSet<>();
    private long lastId;

    /**
     * @param task is given the time at which it runs
     */
    record Timer(long atMillis, long id, LongConsumer task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            return byTime == 0 ? Long.compare(id, other.id) : byTime;
        }
    }

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
