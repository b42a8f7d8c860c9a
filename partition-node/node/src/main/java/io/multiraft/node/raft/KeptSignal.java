package io.multiraft.node.raft;

import java.util.concurrent.TimeUnit;
import org.apache.ratis.util.AwaitForSignal;

/**
 * A signal that stays until somebody has waited for it.
 *
 * <p>Ratis' own forgets one that comes just before a wait with a time limit begins; the waiter then
 * sleeps to the limit.
 */
final class KeptSignal extends AwaitForSignal {

    private boolean signaled;

    KeptSignal(String name) {
        super(name);
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
        long deadlineNanos = System.nanoTime() + unit.toNanos(time);
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
