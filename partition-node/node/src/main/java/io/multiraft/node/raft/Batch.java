package io.multiraft.node.raft;

import io.multiraft.proto.internal.v1.LogEntry;
import java.util.List;

/** An entry on its way through the log, and who waits for it. */
final class Batch {

    private final long callId;
    private final long term;
    private final LogEntry entry;
    private final List<PendingProposal> proposals;
    private final List<PendingRead<?>> reads;
    private final long madeNanos;
    private volatile boolean appended;

    Batch(
            long callId,
            long term,
            LogEntry entry,
            List<PendingProposal> proposals,
            List<PendingRead<?>> reads,
            long madeNanos) {
        this.callId = callId;
        this.term = term;
        this.entry = entry;
        this.proposals = proposals;
        this.reads = reads;
        this.madeNanos = madeNanos;
    }

    /** By which the entry is recognized when it is applied. */
    long callId() {
        return callId;
    }

    /** The term this node led when it made the batch. */
    long term() {
        return term;
    }

    LogEntry entry() {
        return entry;
    }

    /** In the order of the entry's proposals. */
    List<PendingProposal> proposals() {
        return proposals;
    }

    List<PendingRead<?>> reads() {
        return reads;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - madeNanos;
    }

    /** From here on a failure no longer means that nothing has happened. */
    void markAppended() {
        appended = true;
    }

    boolean appended() {
        return appended;
    }
}
