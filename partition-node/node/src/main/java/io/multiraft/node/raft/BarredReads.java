package io.multiraft.node.raft;

import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads past their barrier that wait for a command which is still on its way. */
final class BarredReads {

    private final Queue<PendingRead<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    /** Runs on the apply thread, after an entry: answers what can be answered now. */
    void run(List<PendingRead<?>> arrived, PartitionStateMachine stateMachine) {
        if (!waiting.isEmpty()) {
            waiting.removeIf(read -> done(read, stateMachine));
        }
        for (PendingRead<?> read : arrived) {
            if (!read.tryRun(stateMachine)) {
                keep(read);
            }
        }
    }

    private boolean done(PendingRead<?> read, PartitionStateMachine stateMachine) {
        if (read.tryRun(stateMachine)) {
            size.decrementAndGet();
            return true;
        }
        return false;
    }

    private void keep(PendingRead<?> read) {
        if (size.incrementAndGet() > RaftLimits.WAITING_READS) {
            size.decrementAndGet();
            read.fail(
                    new PartitionException(
                            Kind.OVERLOADED,
                            RaftLimits.WAITING_READS + " reads wait for a command already"));
            return;
        }
        waiting.add(read);
    }

    void expire(long nowNanos) {
        waiting.forEach(read -> read.expire(nowNanos));
    }

    void failAll(PartitionException why) {
        waiting.forEach(read -> read.fail(why));
    }
}
