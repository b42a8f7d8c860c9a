package io.multiraft.node.raft;

import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A read that waits for its barrier, and then, perhaps, for a command before it.
 *
 * @param <T> what it answers
 */
final class PendingRead<T> {

    private final Predicate<PartitionStateMachine> ready;
    private final Function<PartitionStateMachine, T> read;
    private final long deadlineNanos;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private long term;
    private T value;
    private PartitionException error;

    /** That waits for no command. */
    PendingRead(Function<PartitionStateMachine, T> read, Duration timeout) {
        this(stateMachine -> true, read, timeout);
    }

    PendingRead(
            Predicate<PartitionStateMachine> ready,
            Function<PartitionStateMachine, T> read,
            Duration timeout) {
        this.ready = ready;
        this.read = read;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    CompletableFuture<T> result() {
        return result;
    }

    /**
     * This member led in that term, and was confirmed to, after the read came.
     *
     * @see #tryRun
     */
    void confirm(long confirmedTerm) {
        term = confirmedTerm;
    }

    /**
     * Reads, unless it is too early. The answer waits for {@link #answer()}: those who wait for it
     * are called there, and what they do is not for a time when all wait for the state machine.
     *
     * <p>What a later leader has committed is not read, though it is here: that leader itself may
     * not have applied it yet, and whoever reads there next would see less.
     *
     * @param appliedTerm of the last entry applied
     * @return false where it is to be tried again after the next entry
     */
    boolean tryRun(PartitionStateMachine stateMachine, long appliedTerm) {
        if (result.isDone()) {
            return true;
        }
        if (appliedTerm > term) {
            refuse(new PartitionException(Kind.UNAVAILABLE, "Another leads by now"));
            return true;
        }
        try {
            if (!ready.test(stateMachine)) {
                return false;
            }
            value = read.apply(stateMachine);
        } catch (RuntimeException e) {
            refuse(new PartitionException(Kind.UNAVAILABLE, "The read failed: " + e));
        }
        return true;
    }

    /** Has {@link #answer()} fail. */
    void refuse(PartitionException why) {
        error = why;
    }

    /** Once {@link #tryRun} has read or it was refused; by the same thread. */
    void answer() {
        if (error != null) {
            result.completeExceptionally(error);
        } else {
            result.complete(value);
        }
    }

    /** Nobody waits for the answer any more. */
    boolean isOver() {
        return result.isDone();
    }

    void fail(PartitionException error) {
        result.completeExceptionally(error);
    }

    void expire(long nowNanos) {
        if (nowNanos - deadlineNanos >= 0 && !result.isDone()) {
            fail(new PartitionException(Kind.TIMEOUT, "The read was not served in time"));
        }
    }
}
