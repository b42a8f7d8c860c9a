package io.multiraft.node.raft;

import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads that wait for what answers them all, bounded in number. Guarded by its owner. */
final class WaitingReads {

    private List<PendingRead<?>> reads = new ArrayList<>();

    boolean isEmpty() {
        return reads.isEmpty();
    }

    /** Null if it was taken, else why not. */
    PartitionException offer(PendingRead<?> read) {
        if (reads.size() >= RaftLimits.WAITING_READS) {
            return new PartitionException(
                    Kind.OVERLOADED,
                    String.format("%d reads wait already, which is the most", reads.size()));
        }
        reads.add(read);
        return null;
    }

    /** Never the same list again: who comes later must not share what answers these. */
    List<PendingRead<?>> takeAll() {
        List<PendingRead<?>> all = reads;
        reads = new ArrayList<>();
        return all;
    }

    /** As they are now. */
    List<PendingRead<?>> copy() {
        return new ArrayList<>(reads);
    }
}
