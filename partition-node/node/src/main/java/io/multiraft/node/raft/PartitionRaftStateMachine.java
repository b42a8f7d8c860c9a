package io.multiraft.node.raft;

import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.proto.internal.v1.LogEntry;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;

/**
 * Applies committed entries to the state machine and hands its effects on, and nothing else.
 *
 * <p>The state machine is changed by one thread only, Ratis' apply thread of the group, or, before
 * that starts, the one that initializes it; and read by others in between.
 */
final class PartitionRaftStateMachine extends BaseStateMachine {

    private static final CompletableFuture<Message> APPLIED =
            CompletableFuture.completedFuture(Message.EMPTY);

    private final PartitionStateMachine stateMachine;

    /** Held by whoever touches the state machine; nothing is answered under it. */
    private final Object touching = new Object();

    private final OwnEntries ownEntries;
    private final StreamRegistry streams;
    private final BarredReads reads;
    private final SnapshotTaker snapshots;
    private final ReplicaEvents events;
    private volatile AppliedState applied;
    private String writtenBy = "unknown";

    /** The entries that this process made. */
    interface OwnEntries {

        /** Called before the entry is appended, under the lock of the log. */
        void appending(long callId);

        /** Who waits for the entry, or null. */
        Batch claim(StateMachineLogEntryProto entry);

        /** The entry was applied. */
        void applied(AppliedState state);
    }

    PartitionRaftStateMachine(
            PartitionStateMachine stateMachine,
            OwnEntries ownEntries,
            StreamRegistry streams,
            BarredReads reads,
            SnapshotTaker snapshots,
            ReplicaEvents events) {
        this.stateMachine = stateMachine;
        this.ownEntries = ownEntries;
        this.streams = streams;
        this.reads = reads;
        this.snapshots = snapshots;
        this.events = events;
        this.applied = AppliedState.of(stateMachine);
    }

    AppliedState applied() {
        return applied;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage)
            throws IOException {
        super.initialize(server, groupId, storage);
        getLifeCycle().transition(LifeCycle.State.STARTING);
        snapshots.store().init(storage);
        restore();
        getLifeCycle().transition(LifeCycle.State.RUNNING);
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return snapshots.store();
    }

    /** Before a snapshot of the leader is put in place; not on the apply thread. */
    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        try {
            snapshots.store().syncReceived();
        } catch (IOException e) {
            events.failed("A received snapshot cannot be brought to the disk: " + e);
            throw new IllegalStateException(e);
        }
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /** After that; on the apply thread. */
    @Override
    public void reinitialize() throws IOException {
        getLifeCycle().transition(LifeCycle.State.STARTING);
        try {
            snapshots.store().syncInstalled();
            restore();
        } catch (IOException e) {
            events.failed("A received snapshot cannot be loaded: " + e);
            throw e;
        }
        getLifeCycle().transition(LifeCycle.State.RUNNING);
        events.snapshotInstalled();
    }

    private void restore() throws IOException {
        synchronized (touching) {
            TermIndex restored = snapshots.store().restoreLatest(stateMachine);
            if (restored != null) {
                setLastAppliedTermIndex(restored);
                snapshots.restored(restored);
            }
            applied = AppliedState.of(stateMachine);
        }
    }

    @Override
    public TransactionContext startTransaction(RaftClientRequest request) {
        return TransactionContext.newBuilder()
                .setStateMachine(this)
                .setClientRequest(request)
                .build();
    }

    @Override
    public TransactionContext preAppendTransaction(TransactionContext transaction) {
        ownEntries.appending(transaction.getClientRequest().getCallId());
        return transaction;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto logged = transaction.getLogEntry();
        try {
            apply(TermIndex.valueOf(logged), logged.getStateMachineLogEntry());
        } catch (InvalidProtocolBufferException e) {
            String reason =
                    String.format(
                            "Entry %s is committed but cannot be decoded (%s);"
                                    + " entries of its term were written by version %s",
                            TermIndex.valueOf(logged), e.getMessage(), writtenBy);
            events.failed(reason);
            throw new IllegalStateException(reason);
        } catch (RuntimeException | Error e) {
            LOG.error("Entry {} cannot be applied", TermIndex.valueOf(logged), e);
            events.failed("Entry " + TermIndex.valueOf(logged) + " is committed but fails: " + e);
            throw e;
        }
        return APPLIED;
    }

    private void apply(TermIndex at, StateMachineLogEntryProto logged)
            throws InvalidProtocolBufferException {
        Batch batch = ownEntries.claim(logged);
        LogEntry entry =
                batch != null
                        ? batch.entry()
                        : LogEntry.parseFrom(logged.getLogData().asReadOnlyByteBuffer());
        if (entry.getResume()) {
            writtenBy = entry.getWrittenBy();
        }
        List<PendingProposal> proposals = batch == null ? List.of() : batch.proposals();
        long indexBefore;
        List<Effect> effects;
        List<PendingRead<?>> answered;
        synchronized (touching) {
            indexBefore = stateMachine.index();
            effects = stateMachine.apply(entry);
            updateLastAppliedTermIndex(at);
            applied = AppliedState.of(stateMachine);
            List<PendingRead<?>> arrived = batch == null ? List.of() : batch.reads();
            // The entry is their barrier: they are read at it.
            arrived.forEach(read -> read.confirm(at.getTerm()));
            answered = reads.run(arrived, stateMachine, at.getTerm());
            snapshots.applied(at, logged.getLogData().size(), stateMachine);
        }
        streams.route(indexBefore, batch == null ? -1 : batch.term(), proposals, effects);
        answered.forEach(PendingRead::answer);
        ownEntries.applied(applied);
    }

    /**
     * Answers reads that were confirmed and so need no entry, but perhaps a command before them.
     */
    void read(List<PendingRead<?>> arrived) {
        List<PendingRead<?>> answered;
        synchronized (touching) {
            answered = reads.run(arrived, stateMachine, getLastAppliedTermIndex().getTerm());
        }
        answered.forEach(PendingRead::answer);
    }

    /** On the apply thread, because {@code takeSnapshot} of the replica asked Ratis for it. */
    @Override
    public long takeSnapshot() {
        synchronized (touching) {
            return snapshots.start(getLastAppliedTermIndex(), stateMachine);
        }
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
        events.leaderElected(leader);
    }

    @Override
    public void notifyLeaderReady() {
        events.roleChanged();
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        events.roleChanged();
    }

    @Override
    public void notifyLogFailed(Throwable cause, LogEntryProto entry) {
        // Ratis names the task that failed; why is at the end of the causes.
        Throwable reason = cause;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        events.failed("The log cannot be written: " + reason.getMessage());
    }
}
