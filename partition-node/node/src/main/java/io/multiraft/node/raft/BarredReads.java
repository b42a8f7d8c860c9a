package io.multiraft.node.raft;

import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads past their barrier that wait for a command which is still on its way. */
final class BarredReads {

    private final Queue<PendingRead<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    /**
     * Runs what can be read now. One thread at a time, after an entry or between two.
     *
     * @param appliedTerm of the last entry applied
     * @return those to be answered
     */
    List<PendingRead<?>> run(
            List<PendingRead<?>> arrived, PartitionStateMachine stateMachine, long appliedTerm) {
        if (arrived.isEmpty() && waiting.isEmpty()) {
            return List.of();
        }
        List<PendingRead<?>> done = new ArrayList<>(arrived.size());
        waiting.removeIf(read -> read.tryRun(stateMachine, appliedTerm) && done.add(read));
        size.addAndGet(-done.size());
        for (PendingRead<?> read : arrived) {
            if (read.tryRun(stateMachine, appliedTerm) || !keep(read)) {
                done.add(read);
            }
        }
        return done;
    }

    private boolean keep(PendingRead<?> read) {
        if (size.get() >= RaftLimits.WAITING_READS) {
            read.refuse(
                    new PartitionException(
                            Kind.OVERLOADED,
                            RaftLimits.WAITING_READS + " reads wait for a command already"));
            return false;
        }
        size.incrementAndGet();
        waiting.add(read);
        return true;
    }

    void expire(long nowNanos) {
        waiting.forEach(read -> read.expire(nowNanos));
    }

    void failAll(PartitionException why) {
        waiting.forEach(read -> read.fail(why));
    }
}
