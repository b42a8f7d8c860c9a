package io.multiraft.node.raft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.ratis.util.TimeDuration;
import org.apache.ratis.util.TimeoutExecutor;
import org.apache.ratis.util.function.CheckedRunnable;

/**
 * Timeouts of which those that end at about the same time share a timer: for what mostly has come
 * to nothing by then, and may be a moment late.
 */
final class SharedTimeouts implements TimeoutExecutor {

    static final SharedTimeouts INSTANCE =
            new SharedTimeouts(TimeoutExecutor.getInstance(), System::nanoTime);

    /** So late may a timeout be. */
    static final Duration STEP = Duration.ofMillis(100);

    private final TimeoutExecutor timers;
    private final LongSupplier nanoTime;
    private final long startNanos;

    /** By the step at whose end they run. */
    private final Map<Long, List<Runnable>> waiting = new HashMap<>();

    SharedTimeouts(TimeoutExecutor timers, LongSupplier nanoTime) {
        this.timers = timers;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    @Override
    public synchronized int getTaskCount() {
        return waiting.values().stream().mapToInt(List::size).sum();
    }

    @Override
    public <E extends Throwable> void onTimeout(
            TimeDuration time, CheckedRunnable<E> task, Consumer<E> onError) {
        long now = nanoTime.getAsLong() - startNanos;
        long step = (now + time.toLong(TimeUnit.NANOSECONDS)) / STEP.toNanos() + 1;
        if (add(step, () -> run(task, onError))) {
            timers.onTimeout(
                    TimeDuration.valueOf(step * STEP.toNanos() - now, TimeUnit.NANOSECONDS),
                    () -> take(step).forEach(Runnable::run),
                    RuntimeException.class::cast);
        }
    }

    /** Whether it is the first of its step. */
    private synchronized boolean add(long step, Runnable task) {
        List<Runnable> tasks = waiting.computeIfAbsent(step, first -> new ArrayList<>());
        tasks.add(task);
        return tasks.size() == 1;
    }

    private synchronized List<Runnable> take(long step) {
        return waiting.remove(step);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void run(CheckedRunnable<E> task, Consumer<E> onError) {
        try {
            task.run();
        } catch (Throwable e) {
            onError.accept((E) e);
        }
    }
}
