package io.multiraft.client.grpc;

import io.multiraft.client.core.Request;

/** An operation with many answers, which come as fast as it has room for them. */
public interface StreamOperation extends Operation {

    /** The message of its one request. */
    StreamExchange<?, ?> stream(Request.Command request);

    /** The message that was read last is the next one of the stream. */
    void output();

    /** When there is none, nothing is read until {@link CoreLoop#resume}. */
    boolean hasRoom();

    @Override
    default Exchange<?, ?> exchange(Request request) {
        throw new IllegalStateException("a stream has no other request: " + request);
    }
}
