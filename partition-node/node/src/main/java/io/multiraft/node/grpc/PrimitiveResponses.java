package io.multiraft.node.grpc;

import com.google.protobuf.MessageLite;
import io.multiraft.node.grpc.ResponseEncoder.Answer;
import io.multiraft.proto.multiraft.v1.CommandResponseHeaders;
import io.multiraft.proto.multiraft.v1.OperationResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.QueryResponseHeaders;
import io.multiraft.proto.multiraft.v1.ServiceResponseHeaders;
import io.multiraft.proto.multiraft.v1.SessionResponseHeaders;

/** The headers of responses: the same facts, one level deeper for each layer of the protocol. */
final class PrimitiveResponses {

    private PrimitiveResponses() {}

    static ResponseEncoder encoder(PrimitiveShape shape) {
        return (answer, output) ->
                ProtoSplice.join(
                        shape.responseHeaders(),
                        headers(shape, answer),
                        shape.responseOutput(),
                        output);
    }

    static PartitionResponseHeaders partition(Answer answer) {
        return PartitionResponseHeaders.newBuilder()
                .setIndex(answer.index())
                .setStatus(answer.status().wire())
                .setMessage(answer.message())
                .build();
    }

    private static MessageLite headers(PrimitiveShape shape, Answer answer) {
        SessionResponseHeaders session =
                SessionResponseHeaders.newBuilder().setPartition(partition(answer)).build();
        ServiceResponseHeaders service =
                ServiceResponseHeaders.newBuilder().setSession(session).build();
        OperationResponseHeaders operation =
                OperationResponseHeaders.newBuilder().setSession(service).build();
        return switch (shape.operation()) {
            case CREATE -> session;
            case CLOSE -> service;
            case COMMAND ->
                    CommandResponseHeaders.newBuilder()
                            .setOperation(operation)
                            .setOutputSequenceNum(answer.outputSequenceNum())
                            .build();
            case QUERY -> QueryResponseHeaders.newBuilder().setOperation(operation).build();
            case UNRECOGNIZED -> throw new IllegalStateException(shape.toString());
        };
    }
}
