package io.multiraft.node.grpc;

import io.grpc.SynchronizationContext;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** At most one thing that is to be done later, in turn with all else of its owner. */
final class SerialTimer {

    private final SynchronizationContext serial;
    private final ScheduledExecutorService timers;
    private SynchronizationContext.ScheduledHandle set;

    SerialTimer(SynchronizationContext serial, ScheduledExecutorService timers) {
        this.serial = serial;
        this.timers = timers;
    }

    /** In place of what it was set to before. */
    void set(long millis, Runnable then) {
        cancel();
        set = serial.schedule(then, millis, TimeUnit.MILLISECONDS, timers);
    }

    void cancel() {
        if (set != null) {
            set.cancel();
            set = null;
        }
    }
}
