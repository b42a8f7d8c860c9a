package io.multiraft.client;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.multiraft.proto.multiraft.v1.CloseSessionOutput;
import io.multiraft.proto.multiraft.v1.CloseSessionRequest;
import io.multiraft.proto.multiraft.v1.CloseSessionResponse;
import io.multiraft.proto.multiraft.v1.KeepAliveOutput;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import io.multiraft.proto.multiraft.v1.KeepAliveResponse;
import io.multiraft.proto.multiraft.v1.OpenSessionOutput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionResponse;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.WatchPartitionRequest;
import io.multiraft.proto.multiraft.v1.WatchPartitionResponse;

final class FakePartitionEndpoint extends PartitionGrpc.PartitionImplBase {

    private final FakeCluster cluster;

    FakePartitionEndpoint(FakeCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void openSession(
            OpenSessionRequest request, StreamObserver<OpenSessionResponse> observer) {
        int partitionId = request.getHeaders().getPartitionId();
        OpenSessionResponse.Builder response = OpenSessionResponse.newBuilder();
        boolean refused = partitionId == cluster.partitions;
        if (refused && cluster.openAnswer.getStatus() != PartitionResponseHeaders.Status.OK) {
            response.setHeaders(cluster.openAnswer);
        } else {
            long sessionId = cluster.open(request.getInput(), partitionId);
            response.setHeaders(FakeCluster.status(PartitionResponseHeaders.Status.OK, ""))
                    .setOutput(
                            OpenSessionOutput.newBuilder()
                                    .setSessionId(sessionId)
                                    .setEpoch(1)
                                    .setPartitionId(partitionId));
        }
        observer.onNext(response.build());
        observer.onCompleted();
    }

    @Override
    public void keepAlive(KeepAliveRequest request, StreamObserver<KeepAliveResponse> observer) {
        cluster.keepAlives.add(request.getInput());
        long sessionId = request.getInput().getSessionId();
        observer.onNext(
                KeepAliveResponse.newBuilder()
                        .setHeaders(cluster.check(sessionId))
                        .setOutput(KeepAliveOutput.newBuilder().setEnd(cluster.endOf(sessionId)))
                        .build());
        observer.onCompleted();
    }

    @Override
    public void closeSession(
            CloseSessionRequest request, StreamObserver<CloseSessionResponse> observer) {
        cluster.closes.add(request.getInput());
        PartitionResponseHeaders answer =
                cluster.end(
                        request.getInput().getSessionId(),
                        FakeCluster.status(PartitionResponseHeaders.Status.NOT_FOUND, "closed"));
        observer.onNext(
                CloseSessionResponse.newBuilder()
                        .setHeaders(answer)
                        .setOutput(CloseSessionOutput.getDefaultInstance())
                        .build());
        observer.onCompleted();
    }

    @Override
    public void watch(
            WatchPartitionRequest request, StreamObserver<WatchPartitionResponse> observer) {
        if (request.getPartitionId() > cluster.partitions) {
            observer.onError(
                    Status.NOT_FOUND
                            .withDescription("no partition " + request.getPartitionId())
                            .asRuntimeException());
            return;
        }
        cluster.watch(request.getPartitionId(), observer);
    }
}
