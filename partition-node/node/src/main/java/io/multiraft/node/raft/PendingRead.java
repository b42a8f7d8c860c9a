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

    /** Runs on the apply thread, at or after the barrier; false: not yet. */
    boolean tryRun(PartitionStateMachine stateMachine) {
        if (result.isDone()) {
            return true;
        }
        if (!ready.test(stateMachine)) {
            return false;
        }
        try {
            result.complete(read.apply(stateMachine));
        } catch (RuntimeException e) {
            fail(new PartitionException(Kind.UNAVAILABLE, "The read failed: " + e));
        }
        return true;
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
