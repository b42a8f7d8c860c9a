package io.multiraft.client.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.multiraft.client.core.Action;
import io.multiraft.client.core.Answer;
import io.multiraft.client.errors.InvalidException;
import java.util.List;

/** One try of one call, as a frame of a stream. */
final class Frame {

    private final Action.Send send;
    private final Exchange<?, ?> exchange;
    private final ByteString request;
    private final long startMillis;
    private FrameStream stream;
    private long id;

    /** The messages are those of the wire, so they are protobuf's. */
    Frame(Action.Send send, Exchange<?, ?> exchange, long nowMillis) {
        this.send = send;
        this.exchange = exchange;
        this.request = ((MessageLite) exchange.request()).toByteString();
        this.startMillis = nowMillis;
    }

    Action.Send send() {
        return send;
    }

    Exchange<?, ?> exchange() {
        return exchange;
    }

    MethodDescriptor<?, ?> method() {
        return exchange.method();
    }

    ByteString request() {
        return request;
    }

    /** When the try is given up. */
    long endMillis() {
        return startMillis + send.timeoutMillis();
    }

    /** Null before it is on one. */
    FrameStream stream() {
        return stream;
    }

    /** Of its stream. */
    long id() {
        return id;
    }

    void put(FrameStream onto, long as) {
        stream = onto;
        id = as;
    }

    /** What the core wants to know of the response. */
    Answer read(ByteString response) {
        return read(exchange, response);
    }

    private static <R> Answer read(Exchange<?, R> exchange, ByteString response) {
        return exchange.read().apply(List.of(parsed(exchange.method(), response)));
    }

    /** From the bytes as they are; the marshaller of gRPC reads streams, through a buffer. */
    @SuppressWarnings("unchecked")
    private static <R> R parsed(MethodDescriptor<?, R> method, ByteString bytes) {
        MessageLite prototype =
                (MessageLite)
                        ((PrototypeMarshaller<R>) method.getResponseMarshaller())
                                .getMessagePrototype();
        try {
            return (R) prototype.getParserForType().parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidException("it is no " + prototype.getClass().getSimpleName(), e);
        }
    }
}
