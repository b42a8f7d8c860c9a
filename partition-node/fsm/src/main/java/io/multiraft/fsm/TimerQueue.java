package io.multiraft.fsm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;

/** Deadlines on the log's clock, ordered by (deadline, id), so that ties fire alike everywhere. */
public final class TimerQueue {

    private final LogTime time;
    private final TreeSet<Timer> timers = new TreeSet<>(Timer.ORDER);

    TimerQueue(LogTime time) {
        this.time = time;
    }

    /** Arms a timer that ends {@code timeoutMillis} from now. */
    public Timer arm(long id, long timeoutMillis, Runnable expiry) {
        return add(new Timer(id, time.nowMillis(), timeoutMillis, expiry));
    }

    /** Arms a timer again as a snapshot has it. */
    public Timer restore(long id, long deadlineMillis, long timeoutMillis, Runnable expiry) {
        return add(new Timer(id, deadlineMillis - timeoutMillis, timeoutMillis, expiry));
    }

    public void cancel(Timer timer) {
        Invariant.check(timers.remove(timer), "timer %s is not armed", timer.id());
    }

    /** Counts every timeout anew from the resume that the clock has just taken in. */
    void resume() {
        List<Timer> all = new ArrayList<>(timers);
        timers.clear();
        all.forEach(this::add);
    }

    /**
     * Fires what is due, oldest deadline first. A timer that expires may arm others, which fire as
     * well when they are due.
     *
     * @param most how much work to do; the rest stays due
     * @param work what the timers have done so far, beside firing
     * @param fired told the id of each timer before it fires
     */
    void fireDue(int most, IntSupplier work, LongConsumer fired) {
        for (int count = 0; count + work.getAsInt() < most && hasDue(); count++) {
            Timer first = timers.pollFirst();
            fired.accept(first.id());
            first.expire();
        }
    }

    /** Whether a deadline was reached that has not fired. */
    boolean hasDue() {
        return !timers.isEmpty() && timers.first().deadlineMillis() <= time.nowMillis();
    }

    /** The earliest deadline. */
    OptionalLong nextMillis() {
        return timers.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(timers.first().deadlineMillis());
    }

    private Timer add(Timer timer) {
        timer.countFrom(time.resumedMillis());
        Invariant.check(timers.add(timer), "timer %s is armed twice", timer.id());
        return timer;
    }
}
