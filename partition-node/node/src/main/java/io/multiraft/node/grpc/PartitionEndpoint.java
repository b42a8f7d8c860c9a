package io.multiraft.node.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ServerServiceDefinition;
import io.multiraft.fsm.Effect;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.CloseSessionRequest;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.proto.multiraft.v1.PartitionOuterClass;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.WatchPartitionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Serves {@code atomix.multiraft.v1.Partition}: sessions of a partition, and who leads it. */
public final class PartitionEndpoint {

    /** Headers and output have the same numbers in all of its responses. */
    private static final ResponseEncoder ENCODER =
            (answer, output) ->
                    ProtoSplice.join(
                            OpenSessionRequest.HEADERS_FIELD_NUMBER,
                            PrimitiveResponses.partition(answer),
                            OpenSessionRequest.INPUT_FIELD_NUMBER,
                            output);

    private PartitionEndpoint() {}

    /**
     * @param limits of the timeouts of new sessions
     */
    public static ServerServiceDefinition of(CallRouter router, NodeConfig.Session limits) {
        SessionTimeouts timeouts = new SessionTimeouts(limits);
        ServiceDescriptor service =
                PartitionOuterClass.getDescriptor().findServiceByName("Partition");
        return RoutedMethod.service(
                service,
                List.of(
                        RoutedMethod.proposal(
                                service, "OpenSession", bytes -> openSession(bytes, timeouts)),
                        RoutedMethod.proposal(service, "KeepAlive", PartitionEndpoint::keepAlive)
                                .ofSessions(),
                        RoutedMethod.proposal(
                                        service, "CloseSession", PartitionEndpoint::closeSession)
                                .ofSessions(),
                        RoutedMethod.proposal(
                                service, "Watch", bytes -> watch(bytes, router.routes()))),
                router,
                List.of());
    }

    private static PartitionRequest openSession(byte[] bytes, SessionTimeouts timeouts)
            throws InvalidRequestException, InvalidProtocolBufferException {
        OpenSessionRequest request = OpenSessionRequest.parseFrom(bytes);
        require(request.getHeaders(), null);
        Optional<String> refusal =
                timeouts.refusal(request.getInput())
                        .or(() -> SessionDescriptions.refusal(request.getInput().getSession()));
        if (refusal.isPresent()) {
            int partitionId = request.getHeaders().getPartitionId();
            return new RefusedRequest(partitionId, refusal.get(), ENCODER);
        }
        OpenSessionInput input = timeouts.complete(request.getInput());
        return proposal(
                request.getHeaders(),
                !input.getNonce().isEmpty(),
                Proposal.newBuilder().setInput(PartitionInput.newBuilder().setOpenSession(input)),
                output -> output.output().getOpenSession().toByteString());
    }

    private static PartitionRequest keepAlive(byte[] bytes)
            throws InvalidRequestException, InvalidProtocolBufferException {
        KeepAliveRequest request = KeepAliveRequest.parseFrom(bytes);
        KeepAliveInput input = request.getInput();
        require(request.getHeaders(), input.getSessionId());
        return proposal(
                request.getHeaders(),
                true,
                Proposal.newBuilder()
                        .setInput(PartitionInput.newBuilder().setKeepAlive(input))
                        .setEpoch(input.getEpoch()),
                output -> output.output().getKeepAlive().toByteString());
    }

    private static PartitionRequest closeSession(byte[] bytes)
            throws InvalidRequestException, InvalidProtocolBufferException {
        CloseSessionRequest request = CloseSessionRequest.parseFrom(bytes);
        require(request.getHeaders(), request.getInput().getSessionId());
        return proposal(
                request.getHeaders(),
                false,
                Proposal.newBuilder()
                        .setInput(PartitionInput.newBuilder().setCloseSession(request.getInput())),
                output -> output.output().getCloseSession().toByteString());
    }

    private static PartitionRequest watch(byte[] bytes, Routes routes)
            throws InvalidRequestException, InvalidProtocolBufferException {
        int partitionId = WatchPartitionRequest.parseFrom(bytes).getPartitionId();
        Target.requireNone(partitionId == 0 ? List.of("partition_id") : List.of());
        return new WatchRequest(partitionId, routes);
    }

    /**
     * @param sessionId null where the request needs none
     */
    private static void require(PartitionRequestHeaders headers, Long sessionId)
            throws InvalidRequestException {
        List<String> missing = new ArrayList<>();
        if (headers.getPartitionId() == 0) {
            missing.add("headers.partition_id");
        }
        if (sessionId != null && sessionId == 0) {
            missing.add("input.session_id");
        }
        Target.requireNone(missing);
    }

    private static PartitionRequest proposal(
            PartitionRequestHeaders headers,
            boolean repeatable,
            Proposal.Builder proposal,
            Function<Effect.Output, ByteString> output) {
        return new ProposalRequest(
                headers.getPartitionId(), repeatable, proposal.build(), false, output, ENCODER);
    }
}
