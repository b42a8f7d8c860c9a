package io.multiraft.node.raft;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The entries of a partition that are on their way through the log. Guarded by its proposer. */
final class Flight {

    /** In the order in which they were made. */
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();

    boolean isEmpty() {
        return batches.isEmpty();
    }

    boolean isFull() {
        return batches.size() >= RaftLimits.ENTRIES_IN_FLIGHT;
    }

    int size() {
        return batches.size();
    }

    /** Of the entry that was made first; 0 for none. */
    long oldestNanos(long nowNanos) {
        return batches.isEmpty() ? 0 : batches.peek().ageNanos(nowNanos);
    }

    /** Of the entry that was made last, of which there must be one. */
    long latestNanos(long nowNanos) {
        return batches.peekLast().ageNanos(nowNanos);
    }

    void add(Batch batch) {
        batches.add(batch);
    }

    /** Null where it is not on its way, or no longer. */
    Batch find(long callId) {
        for (Batch batch : batches) {
            if (batch.callId() == callId) {
                return batch;
            }
        }
        return null;
    }

    /** The same, and it is on its way no longer. */
    Batch take(long callId) {
        Batch batch = find(callId);
        batches.remove(batch);
        return batch;
    }

    List<Batch> takeAll() {
        List<Batch> all = new ArrayList<>(batches);
        batches.clear();
        return all;
    }

    /** Reads whose barrier is one of the entries. */
    List<PendingRead<?>> reads() {
        List<PendingRead<?>> reads = new ArrayList<>();
        batches.forEach(batch -> reads.addAll(batch.reads()));
        return reads;
    }
}
