package io.multiraft.node.stream;

import io.grpc.Deadline;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** One timer for any number of deadlines: it rings at the earliest. Used by one thread. */
final class Alarm {

    private final ScheduledExecutorService timers;
    private final Executor thread;
    private final Runnable action;
    private Deadline set;
    private ScheduledFuture<?> timer;

    /**
     * @param thread runs the action; the one that uses the alarm
     */
    Alarm(ScheduledExecutorService timers, Executor thread, Runnable action) {
        this.timers = timers;
        this.thread = thread;
        this.action = action;
    }

    /** Rings at that time, or earlier where that was asked for before. */
    void ringBy(Deadline deadline) {
        if (set != null && !deadline.isBefore(set)) {
            return;
        }
        cancel();
        set = deadline;
        timer =
                timers.schedule(
                        () -> thread.execute(() -> ring(deadline)),
                        deadline.timeRemaining(TimeUnit.NANOSECONDS),
                        TimeUnit.NANOSECONDS);
    }

    private void ring(Deadline deadline) {
        if (set == deadline) {
            set = null;
            action.run();
        }
    }

    void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
        set = null;
    }
}
