package io.multiraft.sim;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Virtual time: what happens next is what was planned for the earliest time, and at the same time
 * what was planned first. So a run depends on nothing but what is planned.
 */
public final class EventQueue {

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::atMillis).thenComparingLong(Event::sequence));
    private long nowMillis;
    private long planned;

    private record Event(long atMillis, long sequence, Runnable action) {}

    public long nowMillis() {
        return nowMillis;
    }

    /** Plans an action; one for the past happens now. */
    public void at(long millis, Runnable action) {
        events.add(new Event(Math.max(millis, nowMillis), ++planned, action));
    }

    public void after(long delayMillis, Runnable action) {
        at(nowMillis + delayMillis, action);
    }

    /** Lets time pass until {@code millis}, and happen what is planned until then. */
    public void runUntil(long millis) {
        while (!events.isEmpty() && events.peek().atMillis() <= millis) {
            Event event = events.poll();
            nowMillis = event.atMillis();
            event.action().run();
        }
        nowMillis = millis;
    }
}
