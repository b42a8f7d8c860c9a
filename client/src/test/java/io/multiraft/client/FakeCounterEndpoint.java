package io.multiraft.client;

import io.grpc.stub.StreamObserver;
import io.multiraft.proto.multiraft.counter.v1.CompareAndSetRequest;
import io.multiraft.proto.multiraft.counter.v1.CompareAndSetResponse;
import io.multiraft.proto.multiraft.counter.v1.CounterGrpc;
import io.multiraft.proto.multiraft.counter.v1.CreateRequest;
import io.multiraft.proto.multiraft.counter.v1.CreateResponse;
import io.multiraft.proto.multiraft.counter.v1.GetOutput;
import io.multiraft.proto.multiraft.counter.v1.GetRequest;
import io.multiraft.proto.multiraft.counter.v1.GetResponse;
import io.multiraft.proto.multiraft.counter.v1.IncrementOutput;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.counter.v1.IncrementResponse;
import io.multiraft.proto.multiraft.v1.CommandResponseHeaders;
import io.multiraft.proto.multiraft.v1.CreateServiceOutput;
import io.multiraft.proto.multiraft.v1.OperationResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import io.multiraft.proto.multiraft.v1.QueryResponseHeaders;
import io.multiraft.proto.multiraft.v1.ServiceResponseHeaders;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionResponseHeaders;

/** Increments, and refuses what is above 100 or below 0. */
final class FakeCounterEndpoint extends CounterGrpc.CounterImplBase {

    private final FakeCluster cluster;

    FakeCounterEndpoint(FakeCluster cluster) {
        this.cluster = cluster;
    }

    static OperationResponseHeaders operation(PartitionResponseHeaders headers) {
        return OperationResponseHeaders.newBuilder()
                .setSession(
                        ServiceResponseHeaders.newBuilder()
                                .setSession(
                                        SessionResponseHeaders.newBuilder().setPartition(headers)))
                .build();
    }

    static CommandResponseHeaders command(PartitionResponseHeaders headers) {
        return CommandResponseHeaders.newBuilder().setOperation(operation(headers)).build();
    }

    @Override
    public void create(CreateRequest request, StreamObserver<CreateResponse> observer) {
        SessionRequestHeaders headers = request.getHeaders();
        long id =
                cluster.once(
                        headers.getSessionId(),
                        headers.getCommandSequenceNum(),
                        () ->
                                cluster.service(
                                        headers.getPartition().getPartitionId(),
                                        "counter",
                                        request.getInput().getNamespace()
                                                + "/"
                                                + request.getInput().getName()));
        observer.onNext(
                CreateResponse.newBuilder()
                        .setHeaders(
                                SessionResponseHeaders.newBuilder()
                                        .setPartition(cluster.check(headers.getSessionId())))
                        .setOutput(CreateServiceOutput.newBuilder().setServiceId(id))
                        .build());
        observer.onCompleted();
    }

    @Override
    public void increment(IncrementRequest request, StreamObserver<IncrementResponse> observer) {
        long serviceId = request.getHeaders().getOperation().getSession().getServiceId();
        long sessionId =
                request.getHeaders().getOperation().getSession().getSession().getSessionId();
        long delta = request.getInput().getDelta();
        PartitionResponseHeaders answer = cluster.check(sessionId);
        IncrementResponse.Builder response = IncrementResponse.newBuilder();
        if (delta < 0 || delta > 100) {
            answer = FakeCluster.status(Status.INVALID, "delta " + delta + ": expected 0 to 100");
        } else if (answer.getStatus() == Status.OK) {
            long value =
                    cluster.once(
                            sessionId,
                            request.getHeaders().getCommandSequenceNum(),
                            () -> cluster.counters.merge(serviceId, delta, Long::sum));
            response.setOutput(IncrementOutput.newBuilder().setValue(value));
        }
        observer.onNext(response.setHeaders(command(answer)).build());
        observer.onCompleted();
    }

    @Override
    public void compareAndSet(
            CompareAndSetRequest request, StreamObserver<CompareAndSetResponse> observer) {
        long serviceId = request.getHeaders().getOperation().getSession().getServiceId();
        long sessionId =
                request.getHeaders().getOperation().getSession().getSession().getSessionId();
        long compare = request.getInput().getCompare();
        long update = request.getInput().getUpdate();
        cluster.counters.putIfAbsent(serviceId, 0L);
        boolean equal =
                cluster.once(
                        sessionId,
                        request.getHeaders().getCommandSequenceNum(),
                        () -> cluster.counters.replace(serviceId, compare, update));
        observer.onNext(
                CompareAndSetResponse.newBuilder()
                        .setHeaders(
                                command(
                                        equal
                                                ? FakeCluster.status(Status.OK, "")
                                                : FakeCluster.status(Status.CONFLICT, "is not")))
                        .build());
        observer.onCompleted();
    }

    @Override
    public void get(GetRequest request, StreamObserver<GetResponse> observer) {
        int partitionId =
                request.getHeaders()
                        .getOperation()
                        .getSession()
                        .getSession()
                        .getPartition()
                        .getPartitionId();
        if (partitionId > cluster.partitions) {
            observer.onError(
                    io.grpc.Status.NOT_FOUND
                            .withDescription("no partition " + partitionId)
                            .asRuntimeException());
            return;
        }
        cluster.readsAfter.add(request.getHeaders().getLastCommandSequenceNum());
        long serviceId = request.getHeaders().getOperation().getSession().getServiceId();
        long sessionId =
                request.getHeaders().getOperation().getSession().getSession().getSessionId();
        observer.onNext(
                GetResponse.newBuilder()
                        .setHeaders(
                                QueryResponseHeaders.newBuilder()
                                        .setOperation(operation(cluster.check(sessionId))))
                        .setOutput(
                                GetOutput.newBuilder()
                                        .setValue(cluster.counters.getOrDefault(serviceId, 0L)))
                        .build());
        observer.onCompleted();
    }
}
