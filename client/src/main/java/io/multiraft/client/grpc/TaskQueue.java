package io.multiraft.client.grpc;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs tasks in order on one thread. What comes while the thread is at work waits here, so that
 * many tasks cost one hop, and what they leave to be done once for all of them is done in the end.
 *
 * <p>No task is lost: what comes when the thread has ended is run by whoever brings it, still one
 * at a time.
 */
final class TaskQueue implements Executor {

    /** Then the thread's timers have their turn. */
    private static final int BURST_MAX = 256;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** Set while somebody is to run the tasks, and sees whatever is added until it is reset. */
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

    /** From any thread. Once the thread has ended, the task is run here. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        schedule();
    }

    private void schedule() {
        while (!tasks.isEmpty() && !scheduled.get() && scheduled.compareAndSet(false, true)) {
            try {
                thread.execute(this::burst);
                return;
            } catch (RejectedExecutionException e) {
                // Others have left their tasks to whoever holds the flag: all of them are run.
                runAll();
                scheduled.set(false);
            }
        }
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            run(task);
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
        schedule();
    }

    /** What goes wrong in a task is told as of a thread that dies of it; the others are run. */
    static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
