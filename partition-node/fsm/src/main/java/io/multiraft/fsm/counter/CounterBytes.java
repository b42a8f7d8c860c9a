package io.multiraft.fsm.counter;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.multiraft.fsm.Invariant;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.SetOutput;
import java.io.IOException;

/**
 * Reads the usual command of a counter, and writes outputs, without the messages and builders,
 * which were two thirds of what a command allocated. The bytes are those that the messages have.
 */
final class CounterBytes {

    private static final int INCREMENT_TAG =
            CounterInput.INCREMENT_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private static final int DELTA_TAG =
            IncrementInput.DELTA_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;

    /** Bytes before the delta: two tags, and the length of the inner message. */
    private static final int HEAD_BYTES = 3;

    private static final int VARINT_BYTES = 10;

    private CounterBytes() {}

    /** Whether a payload is an increment by some delta and nothing else, as it is written. */
    static boolean isIncrement(ByteString payload) {
        int last = payload.size() - 1;
        if (last < HEAD_BYTES
                || last - HEAD_BYTES >= VARINT_BYTES
                || payload.byteAt(0) != INCREMENT_TAG
                || payload.byteAt(1) != last - 1
                || payload.byteAt(2) != DELTA_TAG) {
            return false;
        }
        for (int i = HEAD_BYTES; i < last; i++) {
            if (payload.byteAt(i) >= 0) {
                return false;
            }
        }
        // Of a tenth byte protobuf does not look at the value, which is 1 when it wrote it.
        byte end = payload.byteAt(last);
        return last - HEAD_BYTES == VARINT_BYTES - 1 ? end == 1 : end >= 0;
    }

    /** The delta of a payload that is an increment. */
    static long delta(ByteString payload) {
        long delta = 0;
        for (int i = HEAD_BYTES; i < payload.size(); i++) {
            delta |= (payload.byteAt(i) & 0x7FL) << 7 * (i - HEAD_BYTES);
        }
        return delta;
    }

    /** A CounterOutput; what is in it is alike for all operations. */
    static ByteString output(int operationField, long value) {
        int inner =
                value == 0
                        ? 0
                        : CodedOutputStream.computeInt64Size(SetOutput.VALUE_FIELD_NUMBER, value);
        byte[] bytes = new byte[2 + inner];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeTag(operationField, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(inner);
            if (value != 0) {
                out.writeInt64(SetOutput.VALUE_FIELD_NUMBER, value);
            }
        } catch (IOException e) {
            throw Invariant.violated("the bytes of %s do not fit: %s", value, e);
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
