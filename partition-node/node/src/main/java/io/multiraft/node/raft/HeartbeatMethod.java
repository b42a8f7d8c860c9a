package io.multiraft.node.raft;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.multiraft.proto.internal.v1.ConfirmLeadReply;
import io.multiraft.proto.internal.v1.ConfirmLeadRequest;
import io.multiraft.proto.internal.v1.SharedHeartbeat;
import io.multiraft.proto.internal.v1.SharedHeartbeatReply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/** The calls between nodes that are not Ratis' own, on the server that it has on the peer port. */
final class HeartbeatMethod {

    static final String SERVICE = "multiraft.internal.v1.Heartbeats";

    static final MethodDescriptor<SharedHeartbeat, SharedHeartbeatReply> BEAT =
            method("Beat", SharedHeartbeat.parser(), SharedHeartbeatReply.parser());

    static final MethodDescriptor<ConfirmLeadRequest, ConfirmLeadReply> CONFIRM_LEAD =
            method("ConfirmLead", ConfirmLeadRequest.parser(), ConfirmLeadReply.parser());

    private HeartbeatMethod() {}

    private static <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> method(
            String name, Parser<Q> request, Parser<A> reply) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(new Bytes<>(request))
                .setResponseMarshaller(new Bytes<>(reply))
                .build();
    }

    /** Ratis' copy of gRPC knows only the messages of Ratis' copy of protobuf. */
    private record Bytes<T extends MessageLite>(Parser<T> parser)
            implements MethodDescriptor.Marshaller<T> {

        @Override
        public InputStream stream(T message) {
            return new ByteArrayInputStream(message.toByteArray());
        }

        @Override
        public T parse(InputStream stream) {
            try {
                return parser.parseFrom(stream.readAllBytes());
            } catch (InvalidProtocolBufferException e) {
                throw Status.INVALID_ARGUMENT.withCause(e).asRuntimeException();
            } catch (IOException e) {
                throw Status.UNAVAILABLE.withCause(e).asRuntimeException();
            }
        }
    }
}
