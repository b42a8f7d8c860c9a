package io.multiraft.node;

import io.multiraft.node.grpc.NettyThreads;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Threads that all nodes of a process share: one for timers, a few for connections. */
record SharedThreads(NettyThreads netty, ScheduledExecutorService timers) implements AutoCloseable {

    private static final int MAX_NETTY_THREADS = 4;

    static SharedThreads start() {
        ScheduledThreadPoolExecutor timers =
                new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "timers"));
        timers.setRemoveOnCancelPolicy(true);
        int threads = Math.min(MAX_NETTY_THREADS, Runtime.getRuntime().availableProcessors());
        return new SharedThreads(new NettyThreads(threads), timers);
    }

    @Override
    public void close() {
        timers.shutdownNow();
        netty.close();
    }
}
