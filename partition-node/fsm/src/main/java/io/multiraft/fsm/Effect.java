package io.multiraft.fsm;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.multiraft.fsm.service.Answer;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.ServiceOutput;
import io.multiraft.proto.multiraft.v1.SessionOutput;
import java.util.Objects;

/**
 * What a node must do after an entry was applied. Every replica computes the same effects; only the
 * node that took the call has somebody waiting under the stream's id, the others drop them.
 *
 * <p>A stream id is the index of the proposal that a caller made. A command that is repeated with
 * its number moves to the stream of the repetition.
 */
public sealed interface Effect {

    /**
     * One answer for the caller of a stream.
     *
     * <p>What a service gives is kept as its payload, and wrapped by whoever sends it: of all
     * replicas that is one at most.
     */
    final class Output implements Effect {

        private final long streamId;
        private final long index;
        private final long outputSequenceNum;
        private final Status status;
        private final String message;

        /** The output of a service; null for any other output, or when it is in an answer. */
        private final ByteString payload;

        /** The output of a service; null for any other output, or when it is there as bytes. */
        private final Answer answer;

        /** Null for the output of a service. */
        private final PartitionOutput output;

        /**
         * An answer.
         *
         * @param streamId index of the caller's proposal
         * @param index index of the proposal that caused this output
         * @param outputSequenceNum number within the command's outputs, from 1 without gaps; 0
         *     where the operation is not a command of a session
         * @param status OK or why the operation was refused
         * @param message empty when OK, else what came and what would be accepted
         * @param output the output; the default instance when the status is not OK
         */
        public Output(
                long streamId,
                long index,
                long outputSequenceNum,
                Status status,
                String message,
                PartitionOutput output) {
            this(
                    streamId,
                    index,
                    outputSequenceNum,
                    status,
                    message,
                    output.getSessionOutput().hasServiceOutput()
                            ? output.getSessionOutput().getServiceOutput().getPayload()
                            : null,
                    null,
                    output);
        }

        private Output(
                long streamId,
                long index,
                long outputSequenceNum,
                Status status,
                String message,
                ByteString payload,
                Answer answer,
                PartitionOutput output) {
            this.streamId = streamId;
            this.index = index;
            this.outputSequenceNum = outputSequenceNum;
            this.status = status;
            this.message = message;
            this.payload = payload;
            this.answer = answer;
            this.output = payload == null ? output : null;
        }

        /** What a service gives to a command. */
        public static Output ofService(
                long streamId, long index, long outputSequenceNum, ByteString payload) {
            return new Output(
                    streamId, index, outputSequenceNum, Status.OK, "", payload, null, null);
        }

        /** What a service gives to a command, whose bytes are made later. */
        public static Output ofService(
                long streamId, long index, long outputSequenceNum, Answer answer) {
            return new Output(
                    streamId, index, outputSequenceNum, Status.OK, "", null, answer, null);
        }

        /** The same answer for another stream. */
        public Output to(long otherStreamId) {
            return new Output(
                    otherStreamId,
                    index,
                    outputSequenceNum,
                    status,
                    message,
                    payload,
                    answer,
                    output);
        }

        /** Index of the caller's proposal. */
        public long streamId() {
            return streamId;
        }

        /** Index of the proposal that caused this output. */
        public long index() {
            return index;
        }

        /** Number within the command's outputs, from 1; 0 where there is no command. */
        public long outputSequenceNum() {
            return outputSequenceNum;
        }

        public Status status() {
            return status;
        }

        /** Empty when OK. */
        public String message() {
            return message;
        }

        /** The output; made anew at each call when it is that of a service. */
        public PartitionOutput output() {
            if (!isOfService()) {
                return output;
            }
            ServiceOutput service = ServiceOutput.newBuilder().setPayload(payload()).build();
            return PartitionOutput.newBuilder()
                    .setSessionOutput(SessionOutput.newBuilder().setServiceOutput(service))
                    .build();
        }

        /** Whether {@link #payload} is all there is in the output. */
        boolean isOfService() {
            return payload != null || answer != null;
        }

        /**
         * The output of a service, alone; made anew at each call when that left it for later. Null
         * for any other output.
         */
        public ByteString payload() {
            return answer == null ? payload : answer.toByteString();
        }

        /** Bytes that the output has on the wire. */
        public int size() {
            if (isOfService()) {
                return wrappedSize(answer == null ? payload.size() : answer.size());
            }
            return output.getSerializedSize();
        }

        /** Bytes on the wire of an output of a service that has so many. */
        public static int wrappedSize(int payloadBytes) {
            int service =
                    payloadBytes == 0
                            ? 0
                            : sizeOf(ServiceOutput.PAYLOAD_FIELD_NUMBER, payloadBytes);
            int session = sizeOf(SessionOutput.SERVICE_OUTPUT_FIELD_NUMBER, service);
            return sizeOf(PartitionOutput.SESSION_OUTPUT_FIELD_NUMBER, session);
        }

        /** A hash of the bytes; that of a message itself differs from process to process. */
        int contentHash() {
            if (answer != null) {
                return answer.contentHash();
            }
            return payload == null || payload.isEmpty()
                    ? output().toByteString().hashCode()
                    : payload.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Output that
                    && streamId == that.streamId
                    && index == that.index
                    && outputSequenceNum == that.outputSequenceNum
                    && status == that.status
                    && message.equals(that.message)
                    && isOfService() == that.isOfService()
                    && Objects.equals(payload(), that.payload())
                    && Objects.equals(output, that.output);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(streamId * 31 + outputSequenceNum) * 31 + size();
        }

        @Override
        public String toString() {
            return "Output[stream "
                    + streamId
                    + ", index "
                    + index
                    + ", number "
                    + outputSequenceNum
                    + ", "
                    + status
                    + ", "
                    + message
                    + ", "
                    + output()
                    + "]";
        }

        private static int sizeOf(int field, int bytes) {
            return CodedOutputStream.computeTagSize(field)
                    + CodedOutputStream.computeUInt32SizeNoTag(bytes)
                    + bytes;
        }
    }

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
