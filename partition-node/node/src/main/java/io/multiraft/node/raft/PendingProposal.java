package io.multiraft.node.raft;

import io.multiraft.fsm.Effect;
import io.multiraft.node.partition.OutputListener;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.proto.internal.v1.Proposal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proposal and who waits for its outputs, from the call until its stream has ended.
 *
 * <p>Outputs come on the apply thread, errors on others: the monitor makes the listener's calls
 * serial, and nothing follows the last one.
 */
final class PendingProposal implements PartitionReplica.Watch {

    private static final Logger LOG = LoggerFactory.getLogger(PendingProposal.class);

    private final Proposal proposal;
    private final int size;

    /** Null when it has ended: whoever waited has a call, and its connection, to forget. */
    private OutputListener listener;

    private volatile boolean ended;
    private Runnable detach;

    PendingProposal(Proposal proposal, OutputListener listener) {
        this.proposal = proposal;
        this.size = proposal.getSerializedSize();
        this.listener = listener;
    }

    Proposal proposal() {
        return proposal;
    }

    /** Whether it is no matter if it waits for a moment: a sign of life says nothing new. */
    boolean patient() {
        return proposal.getInput().hasKeepAlive();
    }

    /** Serialized size in bytes. */
    int size() {
        return size;
    }

    /** Says how to leave the registry; false when there is nothing left to register. */
    synchronized boolean onDetach(Runnable action) {
        if (!ended) {
            detach = action;
        }
        return !ended;
    }

    synchronized void output(Effect.Output output) {
        if (!ended) {
            call(() -> listener.onOutput(output));
        }
    }

    synchronized void closed(Effect.StreamClosed closed) {
        OutputListener last = end();
        if (last != null) {
            call(() -> last.onClosed(closed));
        }
    }

    synchronized void fail(PartitionException error) {
        OutputListener last = end();
        if (last != null) {
            call(() -> last.onError(error));
        }
    }

    /** Nobody waits for it any more. Takes no lock: asked under that of the proposer. */
    boolean ended() {
        return ended;
    }

    @Override
    public synchronized void close() {
        end();
    }

    /** Who waited until now; null where nobody did. */
    private OutputListener end() {
        OutputListener last = listener;
        listener = null;
        if (!ended) {
            ended = true;
            if (detach != null) {
                detach.run();
            }
        }
        return last;
    }

    private void call(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("The listener of a proposal failed; it gets nothing more", e);
            end();
        }
    }
}
