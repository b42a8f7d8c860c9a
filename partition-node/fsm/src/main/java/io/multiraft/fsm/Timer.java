package io.multiraft.fsm;

import java.util.Comparator;

/** Something that ends when the log's clock has reached its deadline. */
public final class Timer {

    static final Comparator<Timer> ORDER =
            Comparator.comparingLong(Timer::deadlineMillis).thenComparingLong(Timer::id);

    private final long id;
    private final long armedMillis;
    private final long timeoutMillis;
    private final Runnable expiry;

    /** Changes only while the timer is out of its queue, which is ordered by it. */
    private long deadlineMillis;

    Timer(long id, long armedMillis, long timeoutMillis, Runnable expiry) {
        this.id = id;
        this.armedMillis = armedMillis;
        this.timeoutMillis = timeoutMillis;
        this.expiry = expiry;
    }

    /** Index of the proposal that made what ends; breaks ties between equal deadlines. */
    public long id() {
        return id;
    }

    /** The clock when it was armed. Never changes, so any thread may read it. */
    public long armedMillis() {
        return armedMillis;
    }

    /** Never changes, so any thread may read it. */
    public long timeoutMillis() {
        return timeoutMillis;
    }

    /** When it ends, for the thread that applies. */
    public long deadlineMillis() {
        return deadlineMillis;
    }

    void countFrom(long resumedMillis) {
        deadlineMillis = LogTime.deadlineMillis(armedMillis, timeoutMillis, resumedMillis);
    }

    void expire() {
        expiry.run();
    }
}
