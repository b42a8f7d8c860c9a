package io.multiraft.node.raft;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the tasks of one partition one after the other, on threads that all partitions share. */
final class SerialExecutor implements Executor, Later {

    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor threads;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            threads.execute(this::run);
        }
    }

    @Override
    public void run(long nanos, Runnable task) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, this).execute(task);
    }

    private void run() {
        int taken = waiting.get();
        do {
            for (int i = 0; i < taken; i++) {
                try {
                    tasks.remove().run();
                } catch (RuntimeException e) {
                    LOG.error("A task of the partition failed", e);
                }
            }
            taken = waiting.addAndGet(-taken);
        } while (taken != 0);
    }
}
