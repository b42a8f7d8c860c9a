package io.multiraft.e2e.history;

import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.multiraft.proto.multiraft.v1.OperationRequestHeaders;
import io.multiraft.proto.multiraft.v1.OperationResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Plain calls to one node, each tried once: what a client library would hide. It goes on asking a
 * node that was deposed, and does not repeat what failed.
 */
final class Wire implements AutoCloseable {

    private static final long CALL_MILLIS = 1_000;

    private static final Metadata.Key<String> EXECUTED =
            Metadata.Key.of("multiraft-executed", Metadata.ASCII_STRING_MARSHALLER);

    /** A mistake of the test's own, which must not pass for a failure of the cluster. */
    private static final Set<Status.Code> MISTAKES =
            Set.of(
                    Status.Code.INVALID_ARGUMENT,
                    Status.Code.NOT_FOUND,
                    Status.Code.UNIMPLEMENTED,
                    Status.Code.OUT_OF_RANGE);

    private final ManagedChannel channel;

    Wire(String address) {
        channel = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
    }

    <Q, R> R call(MethodDescriptor<Q, R> method, Q request) {
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(CALL_MILLIS, TimeUnit.MILLISECONDS);
        return ClientCalls.blockingUnaryCall(channel, method, options, request);
    }

    /** Only a node that says so has done nothing, or one that was not connected. */
    Answer answer(Supplier<Answer> call) {
        if (channel.getState(true) != ConnectivityState.READY) {
            // It would wait longer each time before it connects anew to a node that was away.
            channel.resetConnectBackoff();
            return Answer.failed(new IllegalStateException("not connected"));
        }
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            if (MISTAKES.contains(e.getStatus().getCode())) {
                throw e;
            }
            boolean notExecuted =
                    e.getTrailers() != null && "no".equals(e.getTrailers().get(EXECUTED));
            return notExecuted ? Answer.failed(e) : Answer.unknown(e);
        }
    }

    /**
     * Reads the status within an answer.
     *
     * @param refusals what the statuses mean that the model knows; any other fails the test
     */
    static Answer judged(
            PartitionResponseHeaders headers,
            Map<PartitionResponseHeaders.Status, String> refusals,
            Supplier<Values> output) {
        if (headers.getStatus() == PartitionResponseHeaders.Status.OK) {
            return Answer.ok(output.get());
        }
        String refusal = refusals.get(headers.getStatus());
        if (refusal == null) {
            throw new IllegalStateException(headers.getStatus() + ": " + headers.getMessage());
        }
        return Answer.refused(refusal, headers.getMessage());
    }

    static PartitionRequestHeaders partition() {
        return PartitionRequestHeaders.newBuilder().setPartitionId(NodeCluster.PARTITION).build();
    }

    static SessionRequestHeaders session(long sessionId, long epoch) {
        return SessionRequestHeaders.newBuilder()
                .setPartition(partition())
                .setSessionId(sessionId)
                .setEpoch(epoch)
                .build();
    }

    static OperationRequestHeaders operation(long sessionId, long epoch, long serviceId) {
        return OperationRequestHeaders.newBuilder()
                .setSession(
                        ServiceRequestHeaders.newBuilder()
                                .setSession(session(sessionId, epoch))
                                .setServiceId(serviceId))
                .build();
    }

    static PartitionResponseHeaders partition(OperationResponseHeaders headers) {
        return headers.getSession().getSession().getPartition();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
