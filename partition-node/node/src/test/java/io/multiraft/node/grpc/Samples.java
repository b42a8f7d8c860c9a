package io.multiraft.node.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.proto.multiraft.counter.v1.CounterOutput;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementOutput;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.map.v1.Event;
import io.multiraft.proto.multiraft.map.v1.EventsOutput;
import io.multiraft.proto.multiraft.map.v1.EventsRequest;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OperationRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.QueryRequestHeaders;
import io.multiraft.proto.multiraft.v1.ServiceOutput;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionOutput;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;

/** Requests and answers that the tests of this package share. Session 5, service 6 throughout. */
final class Samples {

    static final ServiceDescriptor COUNTER =
            io.multiraft.proto.multiraft.counter.v1.Service.getDescriptor()
                    .findServiceByName("Counter");
    static final ServiceDescriptor MAP =
            io.multiraft.proto.multiraft.map.v1.Service.getDescriptor().findServiceByName("Map");

    /** What the state machine answers to an increment. */
    static final PartitionOutput INCREMENTED =
            PartitionOutput.newBuilder()
                    .setSessionOutput(
                            SessionOutput.newBuilder()
                                    .setServiceOutput(
                                            ServiceOutput.newBuilder()
                                                    .setPayload(counterOutput(3).toByteString())))
                    .build();

    private Samples() {}

    /** A call in bytes. */
    record Call(MethodDescriptor<byte[], byte[]> method, byte[] request) {}

    static Call call(String fullMethod, byte[] request) {
        boolean streaming = fullMethod.endsWith("/Events") || fullMethod.endsWith("/Entries");
        return new Call(
                MethodDescriptor.<byte[], byte[]>newBuilder()
                        .setType(
                                streaming || fullMethod.endsWith("/Watch")
                                        ? MethodDescriptor.MethodType.SERVER_STREAMING
                                        : MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(fullMethod)
                        .setRequestMarshaller(ByteMarshaller.RESPONSE)
                        .setResponseMarshaller(ByteMarshaller.RESPONSE)
                        .build(),
                request);
    }

    static Call call(String fullMethod, MessageLite request) {
        return call(fullMethod, request.toByteArray());
    }

    static CounterOutput counterOutput(long value) {
        return CounterOutput.newBuilder()
                .setIncrement(IncrementOutput.newBuilder().setValue(value))
                .build();
    }

    /** Output number n of an event stream: something was inserted. */
    static Effect.Output event(long number) {
        MapOutput output =
                MapOutput.newBuilder()
                        .setEvents(
                                EventsOutput.newBuilder()
                                        .setEvent(Event.newBuilder().setType(Event.Type.INSERT)))
                        .build();
        PartitionOutput wrapped =
                PartitionOutput.newBuilder()
                        .setSessionOutput(
                                SessionOutput.newBuilder()
                                        .setServiceOutput(
                                                ServiceOutput.newBuilder()
                                                        .setPayload(output.toByteString())))
                        .build();
        return new Effect.Output(7, 7 + number, number, Status.OK, "", wrapped);
    }

    /**
     * An increment by 2.
     *
     * @param sequenceNum 0 makes it one that must not be repeated
     */
    static Call increment(int partitionId, long sequenceNum) {
        return call(
                "atomix.multiraft.counter.v1.Counter/Increment",
                IncrementRequest.newBuilder()
                        .setHeaders(command(partitionId, sequenceNum))
                        .setInput(IncrementInput.newBuilder().setDelta(2))
                        .build());
    }

    static Call events(int partitionId) {
        return call(
                "atomix.multiraft.map.v1.Map/Events",
                EventsRequest.newBuilder().setHeaders(command(partitionId, 9)).build());
    }

    static Call openSession(int partitionId, String nonce) {
        return call(
                "atomix.multiraft.v1.Partition/OpenSession",
                OpenSessionRequest.newBuilder()
                        .setHeaders(partition(partitionId))
                        .setInput(
                                OpenSessionInput.newBuilder()
                                        .setNonce(ByteString.copyFromUtf8(nonce)))
                        .build());
    }

    static PartitionRequestHeaders partition(int partitionId) {
        return PartitionRequestHeaders.newBuilder().setPartitionId(partitionId).build();
    }

    static SessionRequestHeaders session(int partitionId) {
        return SessionRequestHeaders.newBuilder()
                .setPartition(partition(partitionId))
                .setSessionId(5)
                .build();
    }

    static ServiceRequestHeaders service(int partitionId) {
        return ServiceRequestHeaders.newBuilder()
                .setSession(session(partitionId))
                .setServiceId(6)
                .build();
    }

    static CommandRequestHeaders command(int partitionId, long sequenceNum) {
        return CommandRequestHeaders.newBuilder()
                .setOperation(OperationRequestHeaders.newBuilder().setSession(service(partitionId)))
                .setCommandSequenceNum(sequenceNum)
                .build();
    }

    static QueryRequestHeaders query(int partitionId, long lastSequenceNum) {
        return QueryRequestHeaders.newBuilder()
                .setOperation(OperationRequestHeaders.newBuilder().setSession(service(partitionId)))
                .setLastCommandSequenceNum(lastSequenceNum)
                .build();
    }
}
