package io.multiraft.client.grpc;

import io.multiraft.client.core.Request;
import io.multiraft.client.core.SessionCore;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;

/**
 * What an operation is beyond what the core decides on. Everything is called on the loop's thread.
 */
public interface Operation {

    /** The message of a request of this operation. */
    Exchange<?, ?> exchange(Request request);

    /** The answer that was read last is the operation's. */
    void completed();

    /** The partition refused it. */
    void refused(Status status, String message);

    /** Nobody answered, or it may not be repeated. */
    void failed(MultiRaftException error);

    /** The session it was made in has ended. */
    void failedWith(SessionCore ended);

    /** Of the operation that opened a session: the session has ended. */
    default void sessionEnded(SessionCore.End end) {
        throw new IllegalStateException("this operation has opened no session");
    }

    /** Whether it goes on after its completion, until its session ends. */
    default boolean opensSession() {
        return false;
    }
}
