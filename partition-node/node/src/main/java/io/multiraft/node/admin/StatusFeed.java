package io.multiraft.node.admin;

import io.multiraft.proto.node.v1.NodeStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells watchers of the node's status when it changed, and now and then that it did not. It looks
 * only while somebody watches.
 */
final class StatusFeed {

    static final long LOOK_MILLIS = 100;
    static final long SIGN_OF_LIFE_MILLIS = 5_000;

    private final Supplier<NodeStatus> status;
    private final ScheduledExecutorService timers;
    private final List<Consumer<NodeStatus>> watchers = new CopyOnWriteArrayList<>();
    private ScheduledFuture<?> looking;
    private NodeStatus last = NodeStatus.getDefaultInstance();
    private int looksSinceNews;

    /**
     * @param status what is observed now
     */
    StatusFeed(Supplier<NodeStatus> status, ScheduledExecutorService timers) {
        this.status = status;
        this.timers = timers;
    }

    synchronized void add(Consumer<NodeStatus> watcher) {
        watchers.add(watcher);
        watcher.accept(status.get());
        if (looking == null) {
            looking =
                    timers.scheduleWithFixedDelay(
                            this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    synchronized void remove(Consumer<NodeStatus> watcher) {
        watchers.remove(watcher);
        if (watchers.isEmpty() && looking != null) {
            looking.cancel(false);
            looking = null;
        }
    }

    /** Looks once; called by the timer. */
    synchronized void look() {
        NodeStatus now = status.get();
        looksSinceNews++;
        if (!now.toBuilder().setObserved(last.getObserved()).build().equals(last)
                || looksSinceNews * LOOK_MILLIS >= SIGN_OF_LIFE_MILLIS) {
            last = now;
            looksSinceNews = 0;
            watchers.forEach(watcher -> watcher.accept(now));
        }
    }
}
