package io.multiraft.node;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grpc.ManagedChannel;
import io.multiraft.proto.multiraft.counter.v1.CounterGrpc;
import io.multiraft.proto.multiraft.counter.v1.GetInput;
import io.multiraft.proto.multiraft.counter.v1.GetRequest;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.map.v1.MapGrpc;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.PutRequest;
import io.multiraft.proto.multiraft.map.v1.Value;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OperationRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.QueryRequestHeaders;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;

/** A session of partition 1 that nobody needs to keep alive, by the wire alone. */
record WireSession(SessionRequestHeaders headers) {

    static WireSession open(ManagedChannel channel) {
        PartitionRequestHeaders partition =
                PartitionRequestHeaders.newBuilder().setPartitionId(1).build();
        OpenSessionInput input =
                OpenSessionInput.newBuilder()
                        .setTimeout(Duration.newBuilder().setSeconds(3_600))
                        .build();
        long id =
                PartitionGrpc.newBlockingStub(channel)
                        .openSession(
                                OpenSessionRequest.newBuilder()
                                        .setHeaders(partition)
                                        .setInput(input)
                                        .build())
                        .getOutput()
                        .getSessionId();
        return new WireSession(
                SessionRequestHeaders.newBuilder()
                        .setPartition(partition)
                        .setSessionId(id)
                        .build());
    }

    /** Its id. */
    long counter(ManagedChannel channel, String name) {
        return CounterGrpc.newBlockingStub(channel)
                .create(
                        io.multiraft.proto.multiraft.counter.v1.CreateRequest.newBuilder()
                                .setHeaders(headers)
                                .setInput(CreateServiceInput.newBuilder().setName(name))
                                .build())
                .getOutput()
                .getServiceId();
    }

    /** Its id. */
    long map(ManagedChannel channel, String name) {
        return MapGrpc.newBlockingStub(channel)
                .create(
                        io.multiraft.proto.multiraft.map.v1.CreateRequest.newBuilder()
                                .setHeaders(headers)
                                .setInput(CreateServiceInput.newBuilder().setName(name))
                                .build())
                .getOutput()
                .getServiceId();
    }

    IncrementRequest increment(long counterId, long sequenceNum) {
        return IncrementRequest.newBuilder()
                .setHeaders(command(counterId, sequenceNum))
                .setInput(IncrementInput.newBuilder().setDelta(1))
                .build();
    }

    GetRequest get(long counterId) {
        return GetRequest.newBuilder()
                .setHeaders(query(counterId))
                .setInput(GetInput.getDefaultInstance())
                .build();
    }

    PutRequest put(long mapId, String key, ByteString value) {
        return PutRequest.newBuilder()
                .setHeaders(command(mapId, 0))
                .setInput(
                        PutInput.newBuilder()
                                .setKey(key)
                                .setValue(Value.newBuilder().setValue(value)))
                .build();
    }

    io.multiraft.proto.multiraft.map.v1.GetRequest get(long mapId, String key) {
        return io.multiraft.proto.multiraft.map.v1.GetRequest.newBuilder()
                .setHeaders(query(mapId))
                .setInput(io.multiraft.proto.multiraft.map.v1.GetInput.newBuilder().setKey(key))
                .build();
    }

    private CommandRequestHeaders command(long serviceId, long sequenceNum) {
        return CommandRequestHeaders.newBuilder()
                .setOperation(operation(serviceId))
                .setCommandSequenceNum(sequenceNum)
                .build();
    }

    private QueryRequestHeaders query(long serviceId) {
        return QueryRequestHeaders.newBuilder().setOperation(operation(serviceId)).build();
    }

    private OperationRequestHeaders operation(long serviceId) {
        return OperationRequestHeaders.newBuilder()
                .setSession(
                        ServiceRequestHeaders.newBuilder()
                                .setSession(headers)
                                .setServiceId(serviceId))
                .build();
    }
}
