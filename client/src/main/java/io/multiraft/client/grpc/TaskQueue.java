package io.multiraft.client.grpc;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs tasks in order on one thread. What comes while the thread is at work waits here, so that
 * many tasks cost one hop, and what they leave to be done once for all of them is done in the end.
 */
final class TaskQueue implements Executor {

    /** Then the thread's timers have their turn. */
    private static final int BURST_MAX = 256;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** Set while the thread has a burst before it, which sees whatever is added until then. */
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private final Executor thread;
    private final Runnable afterBurst;

    /**
     * @param thread runs one task at a time
     * @param afterBurst run on the thread when no task is left, and now and then when many are
     */
    TaskQueue(Executor thread, Runnable afterBurst) {
        this.thread = thread;
        this.afterBurst = afterBurst;
    }

    /**
     * From any thread.
     *
     * @throws RejectedExecutionException when the thread takes nothing any more
     */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        try {
            schedule();
        } catch (RejectedExecutionException e) {
            if (tasks.remove(task)) {
                throw e;
            }
        }
    }

    private void schedule() {
        if (scheduled.get() || !scheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            thread.execute(this::burst);
        } catch (RejectedExecutionException e) {
            scheduled.set(false);
            throw e;
        }
    }

    private void burst() {
        for (int i = 0; i < BURST_MAX; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            run(task);
        }
        run(afterBurst);
        scheduled.set(false);
        while (!tasks.isEmpty()) {
            try {
                schedule();
                return;
            } catch (RejectedExecutionException e) {
                // Taken before the thread was told to end, so it is run.
                Runnable task = tasks.poll();
                run(task == null ? () -> {} : task);
            }
        }
    }

    /** What goes wrong in a task is told as of a thread that dies of it; the others are run. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
