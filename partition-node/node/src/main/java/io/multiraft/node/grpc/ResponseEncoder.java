package io.multiraft.node.grpc;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Status;

/** Writes the response messages of one method. */
interface ResponseEncoder {

    /** A response. */
    byte[] encode(Answer answer, ByteString output);

    /**
     * The in-band part of a response.
     *
     * @param index of the state machine; 0 where the answer was not made at one
     * @param message empty when OK
     * @param outputSequenceNum 0 where the operation does not number its outputs
     */
    record Answer(long index, Status status, String message, long outputSequenceNum) {

        Answer(long index, Status status, String message) {
            this(index, status, message, 0);
        }

        boolean ok() {
            return status == Status.OK;
        }
    }
}
