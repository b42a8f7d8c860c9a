package io.multiraft.node.raft;

import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.node.partition.OutputListener;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's member of one Raft group, with everything that serves it. */
final class RaftReplica implements PartitionReplica, ReplicaEvents {

    private static final Logger LOG = LoggerFactory.getLogger(RaftReplica.class);
    private static final Duration SNAPSHOT_TIMEOUT = Duration.ofSeconds(60);
    private static final long FOLLOWERS_PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

    private final int id;
    private final ReplicaSettings settings;
    private final SerialExecutor executor;
    private final Proposer proposer;
    private final StreamRegistry streams = new StreamRegistry();
    private final BarredReads barredReads = new BarredReads();
    private final ConfirmedReads reads;
    private final SnapshotTaker snapshots;
    private final PartitionRaftStateMachine stateMachine;
    private final LeadershipTracker leadership;
    private final LeaderWatch leaderWatch;
    private final ElectionTurn electionTurn;
    private final StuckFollowers stuckFollowers = new StuckFollowers();

    /** Of the watchdog. */
    private long lastLookNanos = System.nanoTime();

    private volatile DivisionClient client;
    private volatile String failure;

    /** This node gave up leading in this term, though Ratis may not have noticed yet. */
    private volatile long givenUpTerm = -1;

    /** Of the executor. */
    private CompletableFuture<?> steppingDown = CompletableFuture.completedFuture(null);

    RaftReplica(int id, ReplicaSettings settings) {
        this.id = id;
        this.settings = settings;
        this.executor = new SerialExecutor(settings.workers());
        this.proposer =
                new Proposer(
                        executor,
                        batch -> client.append(batch),
                        settings.electionTimeoutMin().toMillis(),
                        settings.version(),
                        System::nanoTime,
                        executor);
        this.snapshots =
                new SnapshotTaker(
                        new SnapshotStore(),
                        settings.snapshotWriter(),
                        settings.snapshotEntries(),
                        index -> client.division().getRaftLog().purge(index));
        this.stateMachine =
                new PartitionRaftStateMachine(
                        new PartitionStateMachine(id, settings.limits(), settings.version()),
                        new Own(),
                        streams,
                        barredReads,
                        snapshots,
                        this);
        this.reads =
                new ConfirmedReads(
                        new MajorityConfirmation(
                                settings.heartbeats(), () -> client.division(), executor),
                        executor,
                        stateMachine::read,
                        unconfirmed -> unconfirmed.forEach(proposer::read));
        this.leadership = new LeadershipTracker(RaftPeerId.valueOf(settings.self()));
        this.leaderWatch = new LeaderWatch(proposer, settings);
        this.electionTurn = new ElectionTurn(id, settings, System.nanoTime());
    }

    PartitionRaftStateMachine stateMachine() {
        return stateMachine;
    }

    /** The server is built; nothing of the group runs before. */
    void attach(RaftServer server, RaftGroupId groupId) throws IOException {
        client = new DivisionClient(server, groupId, settings.connections());
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public Leadership leadership() {
        return leadership.current();
    }

    @Override
    public Watch watchLeadership(Consumer<Leadership> watcher) {
        return leadership.watch(watcher);
    }

    @Override
    public Watch propose(Proposal proposal, OutputListener listener) {
        PendingProposal pending = new PendingProposal(proposal, listener);
        if (streams.size() >= RaftLimits.OPEN_STREAMS) {
            pending.fail(
                    new PartitionException(
                            Kind.OVERLOADED,
                            streams.size() + " streams are open on this node, which is the most"));
        } else {
            proposer.propose(pending);
        }
        return pending;
    }

    @Override
    public CompletionStage<QueryResult> query(
            Query query, long lastCommandSequenceNum, Duration timeout) {
        return read(
                new PendingRead<>(
                        fsm ->
                                lastCommandSequenceNum == 0
                                        || fsm.isApplied(query.sessionId(), lastCommandSequenceNum),
                        fsm -> fsm.query(query),
                        timeout));
    }

    @Override
    public CompletionStage<SessionList> sessions(
            SessionSelection selection, int limit, boolean count, Duration timeout) {
        return read(
                new PendingRead<>(
                        fsm ->
                                new SessionList(
                                        fsm.index(),
                                        fsm.sessionVersion(),
                                        fsm.sessions(selection, limit),
                                        count ? fsm.countOpenSessions(selection) : 0),
                        timeout));
    }

    @Override
    public CompletionStage<FoundSession> session(
            long sessionId, String name, int most, Duration timeout) {
        return read(
                new PendingRead<>(
                        fsm -> new FoundSession(fsm.index(), fsm.session(sessionId, name, most)),
                        timeout));
    }

    private <T> CompletionStage<T> read(PendingRead<T> read) {
        reads.read(read);
        return read.result();
    }

    @Override
    public PartitionStatus status() {
        PartitionStatus.Builder status = PartitionStatus.newBuilder().setPartitionId(id);
        DivisionClient attached = client;
        if (attached != null) {
            StatusReport.of(
                    status,
                    attached.division(),
                    leadership.current(),
                    stateMachine.applied(),
                    snapshots.index());
        }
        if (failure != null) {
            status.setRole(PartitionStatus.Role.FAILED).setReady(false).setMessage(failure);
        }
        return status.build();
    }

    @Override
    public CompletionStage<Leadership> transferLeadership(String target, Duration timeout) {
        if (!leadership.current().self()) {
            return CompletableFuture.failedFuture(refusal(leadership.current()));
        }
        RaftPeerId successor;
        try {
            successor = Successor.choose(client.division(), target);
        } catch (PartitionException e) {
            return CompletableFuture.failedFuture(e);
        }
        LOG.info("Partition {}: handing leadership over to {}", id, successor);
        proposer.hold(true);
        return client.transferLeadership(successor, timeout)
                .whenComplete((reply, error) -> proposer.hold(false))
                .handleAsync(
                        (reply, error) -> {
                            observe();
                            if (error != null) {
                                throw DivisionClient.asPartitionException(error);
                            }
                            return leadership.current();
                        },
                        executor);
    }

    /** Whether this member leads, and is not the only one. */
    boolean hasSuccessor() {
        return leadership.current().self()
                && client.division().getRaftConf().getCurrentPeers().size() > 1;
    }

    @Override
    public CompletionStage<Long> takeSnapshot() {
        return client.requestSnapshot(SNAPSHOT_TIMEOUT)
                .thenCompose(
                        reply -> {
                            CompletableFuture<Long> running = snapshots.running();
                            return running != null
                                    ? running
                                    : CompletableFuture.completedFuture(snapshots.index());
                        })
                .exceptionallyCompose(
                        e ->
                                CompletableFuture.failedFuture(
                                        DivisionClient.asPartitionException(e)));
    }

    @Override
    public void leaderElected(RaftPeerId leader) {
        DivisionClient attached = client;
        if (attached != null) {
            leadership.elected(attached.division().getInfo().getCurrentTerm(), leader);
            executor.execute(this::observe);
        }
    }

    @Override
    public void roleChanged() {
        executor.execute(this::observe);
    }

    @Override
    public void snapshotInstalled() {
        LOG.info("Partition {}: a snapshot of the leader was installed", id);
        streams.endAll(leadership.current().term());
    }

    @Override
    public void failed(String reason) {
        failure = reason;
        executor.execute(() -> stop("The replica failed: " + reason));
        settings.fatal().accept("Partition " + id + ": " + reason);
    }

    /** Serves nobody any more. */
    void stop(String why) {
        giveUp(proposer.openTerm(), new PartitionException(Kind.UNAVAILABLE, message(why)));
        streams.endAll(Long.MAX_VALUE);
    }

    /** Right before the server is closed. */
    void prepareClose() {
        DivisionRepairs.stopCacheEviction(client.division());
    }

    /** Brings proposer and watchers in line with what Ratis says. On the partition's executor. */
    private void observe() {
        Leadership seen = leadership.observe(client.division().getInfo());
        if (seen.self() && (seen.term() <= givenUpTerm || failure != null)) {
            requestStepDown();
            seen = new Leadership(seen.term(), "", false);
        }
        long openTerm = proposer.openTerm();
        if (!seen.self() || (openTerm != 0 && seen.term() != openTerm)) {
            giveUp(openTerm, refusal(seen));
        }
        if (seen.self() && proposer.openTerm() == 0) {
            proposer.open(seen.term(), stateMachine.applied().clockMillis());
            reads.open(seen.term());
        }
        leadership.publish(seen);
    }

    private void giveUp(long openTerm, PartitionException why) {
        reads.close(why);
        proposer.close(why);
        barredReads.failAll(why);
        if (openTerm != 0) {
            streams.endAll(openTerm);
        }
    }

    private PartitionException refusal(Leadership seen) {
        return seen.leader().isEmpty()
                ? new PartitionException(Kind.UNAVAILABLE, message("no leader is known"))
                : new PartitionException(Kind.NOT_LEADER, message(seen.leader() + " leads"));
    }

    private String message(String text) {
        return "Partition " + id + ": " + text;
    }

    /** Called every 50 ms by the watchdog. */
    void watch(long nowNanos) {
        DivisionInfo info = client.division().getInfo();
        if (failure == null && !info.isAlive()) {
            failed("The replica was closed");
        } else if (failure == null && !client.division().getRaftLog().isOpened()) {
            failed("The log was closed after an error");
        }
        if (!leadership.observe(info).equals(leadership.current())) {
            executor.execute(this::observe);
        }
        if (electionTurn.isDue(client.division(), nowNanos)) {
            executor.execute(() -> electionTurn.stand(client.division(), client::connectAnew));
        }
        if (proposer.openTerm() != 0) {
            leaderWatch
                    .look(client.division(), stateMachine.applied(), nowNanos)
                    .ifPresent(why -> executor.execute(() -> stepDown(why)));
            if (nowNanos - lastLookNanos > FOLLOWERS_PERIOD_NANOS) {
                lastLookNanos = nowNanos;
                stuckFollowers.connectAnew(id, client, nowNanos);
            }
        } else {
            stuckFollowers.clear();
        }
        reads.look(nowNanos);
        proposer.expireReads(nowNanos);
        barredReads.expire(nowNanos);
    }

    private void stepDown(String why) {
        long term = proposer.openTerm();
        if (term == 0) {
            return;
        }
        LOG.warn("Partition {}: {}, stepping down", id, why);
        givenUpTerm = term;
        giveUp(term, new PartitionException(Kind.UNAVAILABLE, message("the leader " + why)));
        leadership.publish(new Leadership(term, "", false));
        requestStepDown();
    }

    /** Until Ratis has noticed; a request that fails is made again. On the executor. */
    private void requestStepDown() {
        DivisionInfo info = client.division().getInfo();
        if (info.isLeader() && info.getCurrentTerm() == givenUpTerm && steppingDown.isDone()) {
            steppingDown =
                    client.stepDown(settings.electionTimeoutMax())
                            .handle(
                                    (reply, error) -> {
                                        if (error != null) {
                                            LOG.warn("Partition {}: {}", id, error.toString());
                                        }
                                        return null;
                                    });
        }
    }

    /** Knows this process' entries by its client id and their call id. */
    private final class Own implements PartitionRaftStateMachine.OwnEntries {

        @Override
        public void appending(long callId) {
            proposer.markAppended(callId);
        }

        @Override
        public Batch claim(StateMachineLogEntryProto entry) {
            DivisionClient attached = client;
            return attached != null && attached.isOwn(entry.getClientId())
                    ? proposer.claim(entry.getCallId())
                    : null;
        }

        @Override
        public void applied(AppliedState state) {
            proposer.applied(state.nextDeadlineMillis());
        }
    }
}
