package io.multiraft.node.raft;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.util.AwaitForSignal;

/**
 * A signal that stays until somebody has waited for it.
 *
 * <p>Ratis' own forgets one that comes just before a wait with a time limit begins; the waiter then
 * sleeps to the limit.
 */
final class KeptSignal extends AwaitForSignal {

    /** So much later is the same time: limits are in whole milliseconds. */
    private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final long leastNanos;
    private boolean signaled;
    private boolean waiting;
    private long wakesNanos;

    KeptSignal(String name) {
        this(name, Duration.ZERO);
    }

    /**
     * @param patience a wait with a shorter limit lasts so long, unless there is a signal: who
     *     knows of no signal that is lost has no need to look now and then
     */
    KeptSignal(String name, Duration patience) {
        super(name);
        this.leastNanos = patience.toNanos();
    }

    @Override
    public synchronized void await() throws InterruptedException {
        while (!signaled) {
            wait();
        }
        signaled = false;
    }

    @Override
    public synchronized boolean await(long time, TimeUnit unit) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + Math.max(leastNanos, unit.toNanos(time));
        wakesNanos = deadlineNanos;
        waiting = true;
        try {
            while (!signaled) {
                long remaining = deadlineNanos - System.nanoTime();
                if (remaining <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, remaining);
            }
        } finally {
            waiting = false;
        }
        signaled = false;
        return true;
    }

    @Override
    public synchronized void signal() {
        signaled = true;
        notifyAll();
    }

    /**
     * Signals, but for who will look by itself at that time anyway. Who is awake now is signaled:
     * it may have looked just before there was something to see.
     */
    synchronized void signalIfAsleepAt(long nanos) {
        if (!waiting || wakesNanos - nanos > TOLERANCE_NANOS) {
            signal();
        }
    }
}
