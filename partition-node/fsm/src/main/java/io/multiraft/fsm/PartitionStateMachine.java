package io.multiraft.fsm;

import com.google.protobuf.ByteString;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The replicated state machine of one partition. Not thread-safe: one thread at a time calls it,
 * and only a {@link Snapshot} that was taken may go to another one.
 */
public final class PartitionStateMachine {

    private final int partitionId;
    private final Limits limits;
    private final String version;
    private PartitionState state;

    /** A state machine whose snapshots do not say which version of the software wrote them. */
    public PartitionStateMachine(int partitionId, Limits limits) {
        this(partitionId, limits, "");
    }

    /**
     * A state machine in the state before the first entry.
     *
     * @param version of the software, which a snapshot carries for whoever cannot read it
     */
    public PartitionStateMachine(int partitionId, Limits limits, String version) {
        this.partitionId = partitionId;
        this.limits = limits;
        this.version = version;
        this.state = new PartitionState(partitionId, limits);
    }

    /**
     * Applies one committed entry.
     *
     * <ol>
     *   <li>The clock goes to the entry's time, never back. If the entry says resume, every timeout
     *       counts anew from there.
     *   <li>Each proposal gets the next index, which is the id of its stream and of whatever it
     *       makes, and goes to the handler of its input.
     *   <li>What is due fires, by deadline and id, a bounded number of it. So an input that comes
     *       in the same entry as a deadline is in time.
     * </ol>
     *
     * @return what the node must do, in order
     * @throws IllegalStateException the entry is not one this version could have written, or this
     *     code is wrong; the state must not be used any more
     */
    public List<Effect> apply(LogEntry entry) {
        PartitionContext context = state.context;
        context.begin(entry.getTimestampMillis(), entry.getResume());
        for (Proposal proposal : entry.getProposalsList()) {
            long streamId = context.nextProposal();
            try {
                dispatch(streamId, proposal);
            } catch (Refusal refusal) {
                context.refuse(streamId, refusal);
            }
        }
        context.fireTimers();
        state.sessions.settle();
        return context.takeEffects();
    }

    /** Runs a read. Never changes anything. */
    public QueryResult query(Query query) {
        try {
            int most = limits.commands().payloadBytes();
            if (query.payload().size() > most) {
                throw new Refusal(
                        Status.INVALID,
                        "payload has "
                                + query.payload().size()
                                + " bytes; it must have "
                                + most
                                + " at most");
            }
            List<ByteString> outputs =
                    state.sessions.query(
                            query.sessionId(), query.serviceId(), query.epoch(), query.payload());
            return new QueryResult(index(), Status.OK, "", outputs);
        } catch (Refusal refusal) {
            return new QueryResult(index(), refusal.status(), refusal.getMessage(), List.of());
        }
    }

    /**
     * Whether a command was applied: it has a record, or was acknowledged. Of a session that is not
     * open every command counts as applied, so that a query which waits for one is told so.
     */
    public boolean isApplied(long sessionId, long commandSequenceNum) {
        return state.sessions.isApplied(sessionId, commandSequenceNum);
    }

    /** Proposals applied. */
    public long index() {
        return state.context.index();
    }

    /** The log's clock in milliseconds since 1970; 0 before the first entry. */
    public long clockMillis() {
        return state.context.time().nowMillis();
    }

    /** The earliest deadline; when the leader's clock has passed it, an entry is due. */
    public OptionalLong nextDeadlineMillis() {
        return state.context.timers().nextMillis();
    }

    /** Differs, but for chance, on two replicas that were different at some index before. */
    public long fingerprint() {
        return state.context.fingerprint();
    }

    /** Sessions that are open. */
    public int sessionCount() {
        return state.sessions.size();
    }

    /** Rises whenever a session opens, ends or is taken over; nothing else can be read from it. */
    public long sessionVersion() {
        return state.sessions.version();
    }

    /**
     * The first sessions of a selection, by id.
     *
     * @param limit how many at most
     */
    public List<SessionView> sessions(SessionSelection selection, int limit) {
        return state.sessions.views(selection, limit);
    }

    /** How many sessions of a selection are open; looks at each that is. */
    public int countOpenSessions(SessionSelection selection) {
        return state.sessions.countOpen(selection);
    }

    /**
     * A session, open or remembered, with what it holds.
     *
     * @param sessionId its id; 0 for the open one of the name, or else the last of it that ended
     * @param most how many services and pending commands are told at most, of each
     */
    public Optional<SessionHoldings> session(long sessionId, String name, int most) {
        return sessionId == 0
                ? state.sessions.holdings(name, most)
                : state.sessions.holdings(sessionId, most);
    }

    /** The state as it is now. */
    public Snapshot snapshot() {
        return new PartitionSnapshot(state, version);
    }

    /**
     * Becomes what a snapshot says, whatever it was before.
     *
     * @throws SnapshotFormatException it is damaged, or not of this partition; the state is then
     *     that before the first entry
     */
    public void restore(InputStream in) throws IOException {
        state = new PartitionState(partitionId, limits);
        try {
            new PartitionRestorer(state, in).restore();
        } catch (IOException | RuntimeException e) {
            state = new PartitionState(partitionId, limits);
            throw e;
        }
    }

    private void dispatch(long streamId, Proposal proposal) throws Refusal {
        PartitionInput input = proposal.getInput();
        long epoch = proposal.getEpoch();
        switch (input.getPayloadCase()) {
            case OPEN_SESSION -> state.openSession.handle(streamId, input.getOpenSession());
            case KEEP_ALIVE -> state.keepAlive.handle(streamId, input.getKeepAlive(), epoch);
            case CLOSE_SESSION ->
                    state.closeSession.handle(streamId, input.getCloseSession(), epoch);
            case SESSION_INPUT ->
                    state.sessionInput.handle(
                            streamId,
                            input.getSessionInput(),
                            proposal.getCommandSequenceNum(),
                            epoch);
            case PAYLOAD_NOT_SET ->
                    throw Invariant.violated(
                            "proposal %s has no input that this version knows", streamId);
        }
    }
}
