package io.multiraft.node.raft;

import io.multiraft.fsm.Effect;
import io.multiraft.node.partition.PartitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings the effects of applied entries to the listeners on this node.
 *
 * <p>Most commands end with the entry that made them: those never enter the map. What stays open is
 * kept by its stream id, the index of its proposal.
 */
final class StreamRegistry {

    /** The command was taken; repeating it with its number resumes the stream. */
    static final PartitionException LOST =
            new PartitionException(
                    PartitionException.Kind.INDETERMINATE,
                    "This node no longer serves the stream: repeat the command with its number");

    private final Map<Long, PendingProposal> streams = new ConcurrentHashMap<>();

    /** Streams of batches made in this term or before have been ended. */
    private volatile long endedTerm = -1;

    /** Streams that are open on this node. */
    int size() {
        return streams.size();
    }

    /**
     * Runs on the apply thread.
     *
     * @param indexBefore index of the state machine before the entry
     * @param term in which this node made the batch
     * @param proposals who waits for the entry's proposals on this node; empty on other nodes
     */
    void route(long indexBefore, long term, List<PendingProposal> proposals, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Output output) {
                PendingProposal stream = find(output.streamId(), indexBefore, proposals);
                if (stream != null) {
                    stream.output(output);
                }
            } else if (effect instanceof Effect.StreamClosed closed) {
                PendingProposal stream = find(closed.streamId(), indexBefore, proposals);
                if (stream != null) {
                    stream.closed(closed);
                }
            }
        }
        for (int i = 0; i < proposals.size(); i++) {
            register(indexBefore + 1 + i, term, proposals.get(i));
        }
    }

    /**
     * Ends every stream of that term and before, those too that are being opened: whoever wants to
     * go on repeats its command and gets what it missed.
     */
    void endAll(long term) {
        endedTerm = Math.max(endedTerm, term);
        new ArrayList<>(streams.values()).forEach(stream -> stream.fail(LOST));
    }

    private PendingProposal find(long streamId, long indexBefore, List<PendingProposal> proposals) {
        long position = streamId - indexBefore - 1;
        if (position >= 0 && position < proposals.size()) {
            return proposals.get((int) position);
        }
        return streams.isEmpty() ? null : streams.get(streamId);
    }

    private void register(long streamId, long term, PendingProposal proposal) {
        if (proposal.ended()) {
            return;
        }
        streams.put(streamId, proposal);
        if (!proposal.onDetach(() -> streams.remove(streamId))) {
            streams.remove(streamId);
        }
        if (term <= endedTerm) {
            proposal.fail(LOST);
        }
    }
}
