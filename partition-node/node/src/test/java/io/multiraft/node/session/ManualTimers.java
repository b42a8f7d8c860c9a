package io.multiraft.node.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Timers that go off when a test says so. */
final class ManualTimers extends ScheduledThreadPoolExecutor {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private long lastDelayMillis;

    ManualTimers() {
        super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        waiting.add(task);
        lastDelayMillis = unit.toMillis(delay);
        return null;
    }

    int waitingCount() {
        return waiting.size();
    }

    long lastDelayMillis() {
        return lastDelayMillis;
    }

    void goOff() {
        waiting.remove().run();
    }
}
