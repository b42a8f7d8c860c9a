package io.multiraft.client.core;

import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;

/** Who made a call. */
interface Caller {

    /**
     * The partition answered; of a stream, it is the end.
     *
     * @param mayHaveHappened an attempt before may have changed something, or may do so yet
     */
    void onAnswer(long nowMillis, Answer answer, boolean mayHaveHappened);

    void onGivenUp(long nowMillis, Failure failure, String message);

    /** An output of a stream; a unary call has none. */
    default void onOutput(
            long nowMillis, long outputSequenceNum, Status status, String message, int bytes) {
        throw new IllegalStateException("an output of a call that is no stream");
    }
}
