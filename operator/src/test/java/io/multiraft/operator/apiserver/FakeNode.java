package io.multiraft.operator.apiserver;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.multiraft.proto.multiraft.v1.CloseSessionOutput;
import io.multiraft.proto.multiraft.v1.CloseSessionRequest;
import io.multiraft.proto.multiraft.v1.CloseSessionResponse;
import io.multiraft.proto.multiraft.v1.OpenSessionOutput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionResponse;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.node.v1.ListSessionsRequest;
import io.multiraft.proto.node.v1.ListSessionsResponse;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.SessionDetail;
import io.multiraft.proto.node.v1.TransferLeadershipRequest;
import io.multiraft.proto.node.v1.TransferLeadershipResponse;
import io.multiraft.proto.node.v1.WatchStatusRequest;
import io.multiraft.proto.node.v1.WatchStatusResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One node of a {@link FakeCluster}: both services on one port. */
final class FakeNode {

    private final String name;
    private final FakeCluster cluster;
    private final Server server;
    private final Set<StreamObserver<WatchStatusResponse>> watchers = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService signs = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean silent;

    FakeNode(String name, FakeCluster cluster) throws IOException {
        this.name = name;
        this.cluster = cluster;
        this.server =
                Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                        .addService(new Admin())
                        .addService(new Sessions())
                        .build()
                        .start();
        signs.scheduleWithFixedDelay(this::tell, 2, 2, TimeUnit.SECONDS);
    }

    int port() {
        return server.getPort();
    }

    void cut() {
        silent = true;
    }

    /** On a thread of its own, as a stream takes one message at a time. */
    void tell() {
        signs.execute(
                () -> {
                    if (!silent) {
                        NodeStatus status = cluster.status(name);
                        watchers.forEach(watcher -> tell(watcher, status));
                    }
                });
    }

    private void tell(StreamObserver<WatchStatusResponse> watcher, NodeStatus status) {
        try {
            watcher.onNext(WatchStatusResponse.newBuilder().setStatus(status).build());
        } catch (RuntimeException e) {
            watchers.remove(watcher);
        }
    }

    void close() {
        signs.shutdownNow();
        server.shutdownNow();
    }

    private final class Admin extends NodeGrpc.NodeImplBase {

        @Override
        public void watchStatus(
                WatchStatusRequest request, StreamObserver<WatchStatusResponse> observer) {
            watchers.add(observer);
            tell();
        }

        @Override
        public void transferLeadership(
                TransferLeadershipRequest request,
                StreamObserver<TransferLeadershipResponse> observer) {
            if (cluster.transfer(request.getPartitionId(), name, request.getTarget())) {
                observer.onNext(
                        TransferLeadershipResponse.newBuilder()
                                .setLeader(request.getTarget())
                                .build());
                observer.onCompleted();
            } else {
                observer.onError(Status.UNAVAILABLE.asRuntimeException());
            }
        }

        @Override
        public void listSessions(
                ListSessionsRequest request, StreamObserver<ListSessionsResponse> observer) {
            if (silent) {
                return;
            }
            FakeCluster.FakePartition group = cluster.partition(request.getPartitionId());
            List<SessionDetail> meant = cluster.list(request);
            int limit = request.getLimit() == 0 ? meant.size() : request.getLimit();
            observer.onNext(
                    ListSessionsResponse.newBuilder()
                            .addAllSessions(meant.stream().limit(limit).toList())
                            .setMore(meant.size() > limit)
                            .setIndex(group.index)
                            .setSessionVersion(group.sessionVersion)
                            .setOpenCount(request.getCountOpen() ? meant.size() : 0)
                            .build());
            observer.onCompleted();
        }
    }

    private final class Sessions extends PartitionGrpc.PartitionImplBase {

        @Override
        public void openSession(
                OpenSessionRequest request, StreamObserver<OpenSessionResponse> observer) {
            int partition = request.getHeaders().getPartitionId();
            String refusal = cluster.partition(partition).refusal;
            if (!refusal.isEmpty()) {
                refuse(observer, PartitionResponseHeaders.Status.INVALID, refusal);
                return;
            }
            if (cluster.holder(partition, request.getInput()).isPresent()) {
                refuse(
                        observer,
                        PartitionResponseHeaders.Status.ALREADY_EXISTS,
                        "the session is open with another nonce; attach takes it over");
                return;
            }
            Optional<SessionDetail> opened = cluster.open(partition, request.getInput());
            if (opened.isEmpty()) {
                observer.onError(Status.UNAVAILABLE.asRuntimeException());
                return;
            }
            observer.onNext(
                    OpenSessionResponse.newBuilder()
                            .setHeaders(headers(PartitionResponseHeaders.Status.OK))
                            .setOutput(
                                    OpenSessionOutput.newBuilder()
                                            .setSessionId(opened.get().getSessionId())
                                            .setEpoch(opened.get().getEpoch()))
                            .build());
            observer.onCompleted();
        }

        private void refuse(
                StreamObserver<OpenSessionResponse> observer,
                PartitionResponseHeaders.Status status,
                String words) {
            observer.onNext(
                    OpenSessionResponse.newBuilder()
                            .setHeaders(headers(status).toBuilder().setMessage(words))
                            .build());
            observer.onCompleted();
        }

        @Override
        public void closeSession(
                CloseSessionRequest request, StreamObserver<CloseSessionResponse> observer) {
            boolean closed =
                    cluster.close(
                            request.getHeaders().getPartitionId(),
                            request.getInput().getSessionId());
            observer.onNext(
                    CloseSessionResponse.newBuilder()
                            .setHeaders(
                                    headers(
                                            closed
                                                    ? PartitionResponseHeaders.Status.OK
                                                    : PartitionResponseHeaders.Status.NOT_FOUND))
                            .setOutput(CloseSessionOutput.getDefaultInstance())
                            .build());
            observer.onCompleted();
        }

        private PartitionResponseHeaders headers(PartitionResponseHeaders.Status status) {
            return PartitionResponseHeaders.newBuilder().setStatus(status).build();
        }
    }
}
