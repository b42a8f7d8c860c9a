package io.multiraft.fsm;

import io.multiraft.proto.multiraft.v1.PartitionOutput;

/**
 * What a node must do after an entry was applied. Every replica computes the same effects; only the
 * node that took the call has somebody waiting under the stream's id, the others drop them.
 *
 * <p>A stream id is the index of the proposal that a caller made. A command that is repeated with
 * its number moves to the stream of the repetition.
 */
public sealed interface Effect {

    /**
     * One answer for the caller of {@code streamId}.
     *
     * @param streamId index of the caller's proposal
     * @param index index of the proposal that caused this output
     * @param outputSequenceNum number within the command's outputs, from 1 without gaps; 0 where
     *     the operation is not a command of a session
     * @param status OK or why the operation was refused
     * @param message empty when OK, else what came and what would be accepted
     * @param output the output; the default instance when the status is not OK
     */
    record Output(
            long streamId,
            long index,
            long outputSequenceNum,
            Status status,
            String message,
            PartitionOutput output)
            implements Effect {}

    /**
     * Nothing more will come for the caller of {@code streamId}.
     *
     * @param streamId index of the caller's proposal
     * @param status OK after a command that came to its end, else why the stream ends early
     * @param message empty when OK
     */
    record StreamClosed(long streamId, Status status, String message) implements Effect {}

    /** A session was opened, taken over or ended: lists of sessions made before are out of date. */
    record SessionsChanged(long sessionId) implements Effect {}
}
