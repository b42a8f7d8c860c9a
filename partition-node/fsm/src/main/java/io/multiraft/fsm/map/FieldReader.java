package io.multiraft.fsm.map;

import com.google.protobuf.ByteString;

/** Reads the fields of a message one after the other, each under a tag of one byte. */
final class FieldReader {

    /** There is no such field here, or it is not whole. */
    static final int NONE = -1;

    private static final int MOST_LENGTH_BYTES = 4;
    private static final int MOST_VARINT_BYTES = 10;

    private final ByteString message;
    private int at;

    FieldReader(ByteString message) {
        this.message = message;
    }

    /** Bytes not read yet. */
    int remaining() {
        return message.size() - at;
    }

    /** Goes to the content of the next field and returns its length, or {@link #NONE}. */
    int enter(int tag) {
        if (remaining() == 0 || message.byteAt(at) != tag) {
            return NONE;
        }
        at++;
        int length = 0;
        for (int i = 0; i < MOST_LENGTH_BYTES && remaining() > 0; i++) {
            byte next = message.byteAt(at++);
            length |= (next & 0x7F) << 7 * i;
            if (next >= 0) {
                return length <= remaining() ? length : NONE;
            }
        }
        return NONE;
    }

    /** Goes past so many bytes and returns them. */
    ByteString take(int length) {
        at += length;
        return message.substring(at - length, at);
    }

    /** Whether the next field is a number that is the last field of the message. */
    boolean endsWithNumber(int tag) {
        int length = remaining() - 1;
        if (length < 1 || length > MOST_VARINT_BYTES || message.byteAt(at) != tag) {
            return false;
        }
        for (int i = at + 1; i < message.size() - 1; i++) {
            if (message.byteAt(i) >= 0) {
                return false;
            }
        }
        return message.byteAt(message.size() - 1) >= 0;
    }

    /** That number. */
    long number() {
        long number = 0;
        int shift = 0;
        for (at++; at < message.size(); at++) {
            number |= (message.byteAt(at) & 0x7FL) << shift;
            shift += 7;
        }
        return number;
    }
}
