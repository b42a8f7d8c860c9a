package io.multiraft.node.partition;

import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.fsm.SessionHoldings;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.fsm.SessionView;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * This node's member of one partition.
 *
 * <p>Every future and listener fails with a {@link PartitionException} and nothing else, whose kind
 * says who must act. Callbacks come on threads of the partition and must not block; what is refused
 * at once is refused on the caller's thread, before the method returns.
 */
public interface PartitionReplica {

    /** Partition id, from 1. */
    int id();

    /** The latest observation of who leads; term and leader are always of the same observation. */
    Leadership leadership();

    /**
     * Calls {@code watcher} at once and after every change, in order, until the handle is closed.
     */
    Watch watchLeadership(java.util.function.Consumer<Leadership> watcher);

    /**
     * Proposes an input to the partition, which this node must lead. The listener gets the outputs
     * as the entry is applied here, and further outputs of a command that stays open.
     *
     * @return detaches the listener; what is in the log by then goes on, what is not is dropped
     */
    Watch propose(Proposal proposal, OutputListener listener);

    /**
     * Reads linearizably: the answer reflects every command acknowledged before this call.
     *
     * @param lastCommandSequenceNum waits until this command of the session was applied; 0 waits
     *     for nothing
     * @param timeout how long to wait for that, and for the read to be confirmed
     */
    CompletionStage<QueryResult> query(Query query, long lastCommandSequenceNum, Duration timeout);

    /**
     * Lists sessions linearizably, ordered by id.
     *
     * @param limit how many at most
     * @param count whether to count the open ones of the selection too
     */
    CompletionStage<SessionList> sessions(
            SessionSelection selection, int limit, boolean count, Duration timeout);

    /**
     * Looks a session up linearizably.
     *
     * @param sessionId its id; 0 for the one of the name
     * @param most how many services and pending commands are told at most, of each
     */
    CompletionStage<FoundSession> session(long sessionId, String name, int most, Duration timeout);

    /** What this node knows of the partition now. */
    PartitionStatus status();

    /** Hands leadership to {@code target}, or to any member that is caught up when it is empty. */
    CompletionStage<Leadership> transferLeadership(String target, Duration timeout);

    /** Writes a snapshot and completes with its Raft index when it is on disk. */
    CompletionStage<Long> takeSnapshot();

    /**
     * Who leads.
     *
     * @param term Raft term of the observation
     * @param leader name of the leading member; empty while none is known
     * @param self this node leads and may take proposals
     */
    record Leadership(long term, String leader, boolean self) {}

    /**
     * Sessions at one index of the state machine.
     *
     * @param openCount how many of the selection are open, beyond the limit too; 0 when not counted
     */
    record SessionList(
            long index, long sessionVersion, List<SessionView> sessions, int openCount) {}

    /** What there was of a session at one index of the state machine. */
    record FoundSession(long index, Optional<SessionHoldings> session) {}

    /** Something that goes on until it is closed; closing twice is once. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
