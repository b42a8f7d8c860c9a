package io.multiraft.node.admin;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.grpc.Routing;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.node.partition.PartitionReplica.Leadership;
import io.multiraft.proto.node.v1.GetStatusRequest;
import io.multiraft.proto.node.v1.GetStatusResponse;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.TakeSnapshotRequest;
import io.multiraft.proto.node.v1.TakeSnapshotResponse;
import io.multiraft.proto.node.v1.TransferLeadershipRequest;
import io.multiraft.proto.node.v1.TransferLeadershipResponse;
import io.multiraft.proto.node.v1.WatchStatusRequest;
import io.multiraft.proto.node.v1.WatchStatusResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** What the admin service answers for this node alone. {@link AdminService} adds what is routed. */
final class NodeEndpoint extends NodeGrpc.NodeImplBase {

    private static final Duration TRANSFER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MAX_TRANSFER_TIMEOUT = Duration.ofMinutes(1);

    private final NodeConfig config;
    private final NodeStatus identity;
    private final List<? extends PartitionReplica> replicas;
    private final StatusFeed feed;

    /**
     * @param identity the parts of the status that never change
     */
    NodeEndpoint(
            NodeConfig config,
            NodeStatus identity,
            List<? extends PartitionReplica> replicas,
            ScheduledExecutorService timers) {
        this.config = config;
        this.identity = identity;
        this.replicas = replicas;
        this.feed = new StatusFeed(this::status, timers);
    }

    private NodeStatus status() {
        Instant now = Instant.now();
        return identity.toBuilder()
                .setObserved(
                        Timestamp.newBuilder()
                                .setSeconds(now.getEpochSecond())
                                .setNanos(now.getNano()))
                .addAllPartitions(replicas.stream().map(PartitionReplica::status).toList())
                .build();
    }

    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> observer) {
        observer.onNext(GetStatusResponse.newBuilder().setStatus(status()).build());
        observer.onCompleted();
    }

    @Override
    public void watchStatus(
            WatchStatusRequest request, StreamObserver<WatchStatusResponse> observer) {
        ServerCallStreamObserver<WatchStatusResponse> call =
                (ServerCallStreamObserver<WatchStatusResponse>) observer;
        StatusWatcher watcher = new StatusWatcher(call);
        call.setOnReadyHandler(watcher::flush);
        call.setOnCancelHandler(() -> feed.remove(watcher));
        feed.add(watcher);
    }

    @Override
    public void transferLeadership(
            TransferLeadershipRequest request,
            StreamObserver<TransferLeadershipResponse> observer) {
        PartitionReplica replica = hosted(request.getPartitionId(), observer);
        if (replica == null) {
            return;
        }
        Leadership leadership = replica.leadership();
        List<String> members = config.partitions().get(replica.id() - 1).members();
        if (!request.getTarget().isEmpty() && !members.contains(request.getTarget())) {
            String text = "target %s is not a member of partition %d; members are %s";
            fail(
                    observer,
                    Status.INVALID_ARGUMENT,
                    text.formatted(request.getTarget(), replica.id(), String.join(", ", members)));
        } else if (!leadership.self()) {
            String who = leadership.leader().isEmpty() ? "nobody" : leadership.leader();
            String text = "%s does not lead partition %d, %s does";
            fail(
                    observer,
                    Status.FAILED_PRECONDITION,
                    text.formatted(config.name(), replica.id(), who));
        } else {
            answer(
                    observer,
                    replica.transferLeadership(request.getTarget(), timeout(request)),
                    now ->
                            TransferLeadershipResponse.newBuilder()
                                    .setLeader(now.leader())
                                    .setTerm(now.term())
                                    .build());
        }
    }

    private static Duration timeout(TransferLeadershipRequest request) {
        Duration asked =
                Duration.ofSeconds(
                        request.getTimeout().getSeconds(), request.getTimeout().getNanos());
        if (asked.isZero() || asked.isNegative()) {
            return TRANSFER_TIMEOUT;
        }
        return asked.compareTo(MAX_TRANSFER_TIMEOUT) > 0 ? MAX_TRANSFER_TIMEOUT : asked;
    }

    @Override
    public void takeSnapshot(
            TakeSnapshotRequest request, StreamObserver<TakeSnapshotResponse> observer) {
        PartitionReplica replica = hosted(request.getPartitionId(), observer);
        if (replica != null) {
            answer(
                    observer,
                    replica.takeSnapshot(),
                    index -> TakeSnapshotResponse.newBuilder().setSnapshotIndex(index).build());
        }
    }

    /** The replica of that partition; null after the caller was told that there is none. */
    private PartitionReplica hosted(int partitionId, StreamObserver<?> observer) {
        for (PartitionReplica replica : replicas) {
            if (replica.id() == partitionId) {
                return replica;
            }
        }
        List<String> ids = replicas.stream().map(one -> String.valueOf(one.id())).toList();
        String text = "%s does not host partition %s; it hosts %s";
        fail(
                observer,
                Status.NOT_FOUND,
                text.formatted(
                        config.name(),
                        Integer.toUnsignedString(partitionId),
                        String.join(", ", ids)));
        return null;
    }

    private static <T, R> void answer(
            StreamObserver<R> observer, CompletionStage<T> stage, Function<T, R> response) {
        stage.whenComplete(
                (result, error) -> {
                    if (error == null) {
                        observer.onNext(response.apply(result));
                        observer.onCompleted();
                    } else {
                        observer.onError(status(error).asRuntimeException());
                    }
                });
    }

    private static Status status(Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        return cause instanceof PartitionException known
                ? Routing.status(known)
                : Status.INTERNAL.withDescription(String.valueOf(cause.getMessage()));
    }

    private static void fail(StreamObserver<?> observer, Status status, String description) {
        observer.onError(status.withDescription(description).asRuntimeException());
    }
}
