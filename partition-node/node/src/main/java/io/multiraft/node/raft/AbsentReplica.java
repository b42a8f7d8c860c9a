package io.multiraft.node.raft;

import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.node.partition.OutputListener;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A partition that the topology places on this node, whose data the disk does not have, and whose
 * group exists already. To format it anew would make a member that has forgotten its votes.
 */
final class AbsentReplica implements PartitionReplica {

    private static final Leadership UNKNOWN = new Leadership(0, "", false);

    private final int id;
    private final String message;

    AbsentReplica(int id, String message) {
        this.id = id;
        this.message = message;
    }

    private PartitionException refusal() {
        return new PartitionException(Kind.UNAVAILABLE, message);
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public Leadership leadership() {
        return UNKNOWN;
    }

    @Override
    public Watch watchLeadership(Consumer<Leadership> watcher) {
        watcher.accept(UNKNOWN);
        return () -> {};
    }

    @Override
    public Watch propose(Proposal proposal, OutputListener listener) {
        listener.onError(refusal());
        return () -> {};
    }

    @Override
    public CompletionStage<QueryResult> query(
            Query query, long lastCommandSequenceNum, Duration timeout) {
        return CompletableFuture.failedFuture(refusal());
    }

    @Override
    public CompletionStage<SessionList> sessions(
            SessionSelection selection, int limit, boolean count, Duration timeout) {
        return CompletableFuture.failedFuture(refusal());
    }

    @Override
    public CompletionStage<FoundSession> session(
            long sessionId, String name, int most, Duration timeout) {
        return CompletableFuture.failedFuture(refusal());
    }

    @Override
    public PartitionStatus status() {
        return PartitionStatus.newBuilder()
                .setPartitionId(id)
                .setRole(PartitionStatus.Role.NOT_A_MEMBER)
                .setMessage(message)
                .build();
    }

    @Override
    public CompletionStage<Leadership> transferLeadership(String target, Duration timeout) {
        return CompletableFuture.failedFuture(refusal());
    }

    @Override
    public CompletionStage<Long> takeSnapshot() {
        return CompletableFuture.failedFuture(refusal());
    }
}
