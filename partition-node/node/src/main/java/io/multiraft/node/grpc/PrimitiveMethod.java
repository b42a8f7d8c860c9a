package io.multiraft.node.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Query;
import io.multiraft.node.grpc.RoutedMethod.CallKind;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.CloseServiceInput;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.OperationType;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.proto.multiraft.v1.QueryRequestHeaders;
import io.multiraft.proto.multiraft.v1.ServiceInput;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionInput;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import java.util.Objects;
import java.util.function.Function;

/**
 * Reads the requests of one method of a primitive. The input goes into the log as the bytes it came
 * as.
 */
final class PrimitiveMethod {

    private final MethodDescriptor method;
    private final PrimitiveShape shape;
    private final ResponseEncoder encoder;

    PrimitiveMethod(MethodDescriptor method) {
        this.method = method;
        this.shape = PrimitiveShape.of(method);
        this.encoder = PrimitiveResponses.encoder(shape);
    }

    RoutedMethod routed() {
        CallKind kind =
                shape.operation() == OperationType.QUERY ? CallKind.QUERY : CallKind.PROPOSAL;
        return RoutedMethod.of(method, kind, this::parse);
    }

    private PartitionRequest parse(byte[] request)
            throws InvalidRequestException, InvalidProtocolBufferException {
        ByteString[] fields =
                ProtoSplice.cut(
                        UnsafeByteOperations.unsafeWrap(request),
                        shape.requestHeaders(),
                        shape.requestInput());
        ByteString headers = Objects.requireNonNullElse(fields[0], ByteString.EMPTY);
        ByteString input = Objects.requireNonNullElse(fields[1], ByteString.EMPTY);
        return switch (shape.operation()) {
            case CREATE -> create(Target.of(SessionRequestHeaders.parseFrom(headers)), input);
            case CLOSE -> close(Target.of(ServiceRequestHeaders.parseFrom(headers)), input);
            case COMMAND -> command(Target.of(CommandRequestHeaders.parseFrom(headers)), input);
            case QUERY -> query(Target.of(QueryRequestHeaders.parseFrom(headers)), input);
            case UNRECOGNIZED -> throw new IllegalStateException(shape.toString());
        };
    }

    private PartitionRequest create(Target target, ByteString bytes)
            throws InvalidRequestException, InvalidProtocolBufferException {
        CreateServiceInput input = CreateServiceInput.parseFrom(bytes);
        String type = method.getService().getFullName();
        if (!input.getService().isEmpty() && !input.getService().equals(type)) {
            throw new InvalidRequestException(
                    "input.service is %s; accepted here: %s, or nothing"
                            .formatted(input.getService(), type));
        }
        SessionInput.Builder session =
                SessionInput.newBuilder().setCreateService(input.toBuilder().setService(type));
        return proposal(
                target,
                session,
                output -> output.output().getSessionOutput().getCreateService().toByteString());
    }

    private PartitionRequest close(Target target, ByteString bytes)
            throws InvalidRequestException, InvalidProtocolBufferException {
        CloseServiceInput input = CloseServiceInput.parseFrom(bytes);
        if (input.getServiceId() != 0 && input.getServiceId() != target.serviceId()) {
            throw new InvalidRequestException(
                    "input.service_id is %s; accepted here: %s as in the headers, or nothing"
                            .formatted(
                                    Long.toUnsignedString(input.getServiceId()),
                                    Long.toUnsignedString(target.serviceId())));
        }
        SessionInput.Builder session =
                SessionInput.newBuilder()
                        .setCloseService(input.toBuilder().setServiceId(target.serviceId()));
        return proposal(
                target,
                session,
                output -> output.output().getSessionOutput().getCloseService().toByteString());
    }

    private PartitionRequest command(Target target, ByteString input) {
        SessionInput.Builder session =
                SessionInput.newBuilder()
                        .setServiceInput(
                                ServiceInput.newBuilder()
                                        .setServiceId(target.serviceId())
                                        .setPayload(ProtoSplice.wrap(shape.serviceInput(), input)));
        return proposal(target, session, output -> operationOutput(output.payload()));
    }

    private PartitionRequest proposal(
            Target target,
            SessionInput.Builder session,
            Function<Effect.Output, ByteString> output) {
        Proposal proposal =
                Proposal.newBuilder()
                        .setInput(
                                PartitionInput.newBuilder()
                                        .setSessionInput(session.setSessionId(target.sessionId())))
                        .setCommandSequenceNum(target.sequenceNum())
                        .setEpoch(target.epoch())
                        .build();
        return new ProposalRequest(
                target.partitionId(),
                target.sequenceNum() != 0,
                proposal,
                method.isServerStreaming(),
                output,
                encoder);
    }

    private PartitionRequest query(Target target, ByteString input) {
        Query query =
                new Query(
                        target.sessionId(),
                        target.serviceId(),
                        target.epoch(),
                        ProtoSplice.wrap(shape.serviceInput(), input));
        return new QueryRequest(
                target.partitionId(),
                query,
                target.sequenceNum(),
                method.isServerStreaming(),
                this::operationOutput,
                encoder);
    }

    /** What the operation says within the primitive's output. */
    private ByteString operationOutput(ByteString serviceOutput) {
        try {
            ByteString output = ProtoSplice.cut(serviceOutput, shape.serviceOutput())[0];
            if (output == null) {
                throw new IllegalStateException(
                        "the state machine answered "
                                + method.getFullName()
                                + " with another output");
            }
            return output;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the state machine's own output", e);
        }
    }
}
