package io.multiraft.node.raft;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.multiraft.proto.internal.v1.SharedHeartbeat;
import io.multiraft.proto.internal.v1.SharedHeartbeatReply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/** The call that carries shared heartbeats, on the server that Ratis has on the peer port. */
final class HeartbeatMethod {

    static final String SERVICE = "multiraft.internal.v1.Heartbeats";

    static final MethodDescriptor<SharedHeartbeat, SharedHeartbeatReply> BEAT =
            MethodDescriptor.<SharedHeartbeat, SharedHeartbeatReply>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Beat"))
                    .setRequestMarshaller(new Bytes<>(SharedHeartbeat.parser()))
                    .setResponseMarshaller(new Bytes<>(SharedHeartbeatReply.parser()))
                    .build();

    private HeartbeatMethod() {}

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
