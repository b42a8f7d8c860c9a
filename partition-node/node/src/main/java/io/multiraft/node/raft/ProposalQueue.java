package io.multiraft.node.raft;

import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import io.multiraft.proto.internal.v1.LogEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Proposals that wait for the next entry, bounded in number and bytes. Guarded by its proposer. */
final class ProposalQueue {

    private final ArrayDeque<PendingProposal> queue = new ArrayDeque<>();
    private long bytes;
    private int patient;

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Whether what waits is worth an entry beside so many that are in flight. */
    boolean isWorthAnEntry(int inFlight) {
        return queue.size() >= RaftLimits.GATHERED_PROPOSALS * inFlight
                || bytes >= (long) RaftLimits.GATHERED_BYTES * inFlight;
    }

    /** Whether there is something, but less than an entry, and all of it has patience. */
    boolean isPatient() {
        return !queue.isEmpty()
                && patient == queue.size()
                && queue.size() < RaftLimits.ENTRY_PROPOSALS;
    }

    /** Null if it was taken, else why not. */
    PartitionException offer(PendingProposal proposal) {
        if (queue.size() >= RaftLimits.QUEUED_PROPOSALS
                || bytes + proposal.size() > RaftLimits.QUEUED_BYTES) {
            return new PartitionException(
                    Kind.OVERLOADED,
                    String.format(
                            "%d proposals of %d bytes wait already; at most %d of %d bytes may",
                            queue.size(),
                            bytes,
                            RaftLimits.QUEUED_PROPOSALS,
                            RaftLimits.QUEUED_BYTES));
        }
        queue.add(proposal);
        bytes += proposal.size();
        patient += proposal.patient() ? 1 : 0;
        return null;
    }

    /**
     * Moves as many as one entry may have into it, in order. Those whose callers have gone are
     * dropped: where callers go because they wait for too long, they would be all that is done.
     */
    List<PendingProposal> packInto(LogEntry.Builder entry) {
        List<PendingProposal> packed = new ArrayList<>(Math.min(queue.size(), 64));
        int packedBytes = 0;
        while (!queue.isEmpty() && packed.size() < RaftLimits.ENTRY_PROPOSALS) {
            PendingProposal next = queue.peek();
            if (!packed.isEmpty() && packedBytes + next.size() > RaftLimits.ENTRY_BYTES) {
                break;
            }
            queue.remove();
            patient -= next.patient() ? 1 : 0;
            bytes -= next.size();
            if (next.ended()) {
                continue;
            }
            packedBytes += next.size();
            entry.addProposals(next.proposal());
            packed.add(next);
        }
        return packed;
    }

    List<PendingProposal> drain() {
        List<PendingProposal> all = new ArrayList<>(queue);
        queue.clear();
        bytes = 0;
        patient = 0;
        return all;
    }
}
