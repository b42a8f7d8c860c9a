package io.multiraft.node.raft;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a node's Raft side that are not Ratis' own, however many partitions there are. */
final class NodeThreads implements AutoCloseable {

    /** One may wait for a lock of Ratis while the other partitions go on. */
    private static final int WORKERS = 2;

    private final ExecutorService workers =
            Executors.newFixedThreadPool(WORKERS, factory("raft-proposer"));
    private final ThreadPoolExecutor snapshotWriter =
            new ThreadPoolExecutor(
                    1,
                    1,
                    10,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    factory("raft-snapshots"));
    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(factory("raft-watchdog"));

    private final ScheduledExecutorService heartbeats =
            Executors.newSingleThreadScheduledExecutor(factory("raft-heartbeats"));

    NodeThreads() {
        snapshotWriter.allowCoreThreadTimeOut(true);
    }

    /** Make entries and call listeners. */
    ExecutorService workers() {
        return workers;
    }

    /** Writes one snapshot at a time. */
    ExecutorService snapshotWriter() {
        return snapshotWriter;
    }

    ScheduledExecutorService watchdog() {
        return watchdog;
    }

    /** Others hear by it that this node lives, so nothing else may keep it. */
    ScheduledExecutorService heartbeats() {
        return heartbeats;
    }

    /** What has been handed in still runs. */
    @Override
    public void close() {
        watchdog.shutdownNow();
        heartbeats.shutdownNow();
        snapshotWriter.shutdown();
        workers.shutdown();
        await(snapshotWriter);
        await(workers);
    }

    private static void await(ExecutorService executor) {
        try {
            executor.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory factory(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
