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

    private final long leastNanos;
    private boolean signaled;

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
        while (!signaled) {
            long remaining = deadlineNanos - System.nanoTime();
            if (remaining <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, remaining);
        }
        signaled = false;
        return true;
    }

    @Override
    public synchronized void signal() {
        signaled = true;
        notifyAll();
    }
}
