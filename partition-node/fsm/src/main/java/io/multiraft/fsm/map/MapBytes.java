package io.multiraft.fsm.map;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.multiraft.fsm.Invariant;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.PutOutput;
import io.multiraft.proto.multiraft.map.v1.Value;
import java.io.IOException;

/**
 * Reads and answers the usual command of a map, a Put without time to live, without the messages
 * and builders, which were most of what it allocated. The bytes are those that the messages have.
 */
final class MapBytes {

    private static final int PUT = tag(MapInput.PUT_FIELD_NUMBER);
    private static final int KEY = tag(PutInput.KEY_FIELD_NUMBER);
    private static final int VALUE = tag(PutInput.VALUE_FIELD_NUMBER);
    private static final int VALUE_BYTES = tag(Value.VALUE_FIELD_NUMBER);
    private static final int VERSION =
            PutInput.INDEX_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;

    private MapBytes() {}

    /** A Put. Its parts share the bytes of the payload, which has hardly more than them. */
    record Put(ByteString key, ByteString value, long version) {}

    /**
     * The Put that a payload is, when it has the fields of one in their order and nothing else;
     * null for whatever else it may be, even if that were a Put as well.
     */
    static Put put(ByteString payload) {
        CodedInputStream in = payload.newCodedInput();
        in.enableAliasing(true);
        try {
            if (in.readTag() != PUT || in.readRawVarint32() != rest(in, payload)) {
                return null;
            }
            if (in.readTag() != KEY) {
                return null;
            }
            ByteString key = in.readBytes();
            if (!key.isValidUtf8()) {
                return null;
            }
            if (in.readTag() != VALUE) {
                return null;
            }
            int valueEnd = in.readRawVarint32() + in.getTotalBytesRead();
            if (in.readTag() != VALUE_BYTES) {
                return null;
            }
            ByteString value = in.readBytes();
            if (in.getTotalBytesRead() != valueEnd) {
                return null;
            }
            long version = 0;
            if (!in.isAtEnd()) {
                if (in.readTag() != VERSION) {
                    return null;
                }
                version = in.readUInt64();
            }
            return in.isAtEnd() ? new Put(key, value, version) : null;
        } catch (IOException e) {
            return null; // Not a Put; who reads it as a message says what is wrong with it.
        }
    }

    /** The answer to a Put: a MapOutput with the entry, which has no time to live. */
    static ByteString putOutput(MapEntry entry) {
        int value =
                entry.value().isEmpty()
                        ? 0
                        : CodedOutputStream.computeBytesSize(
                                Value.VALUE_FIELD_NUMBER, entry.value());
        int wire =
                CodedOutputStream.computeStringSize(Entry.KEY_FIELD_NUMBER, entry.key())
                        + sizeOf(value)
                        + CodedOutputStream.computeUInt64Size(
                                Entry.INDEX_FIELD_NUMBER, entry.version());
        int output = sizeOf(wire);
        byte[] bytes = new byte[sizeOf(output)];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            begin(out, MapOutput.PUT_FIELD_NUMBER, output);
            begin(out, PutOutput.ENTRY_FIELD_NUMBER, wire);
            out.writeString(Entry.KEY_FIELD_NUMBER, entry.key());
            begin(out, Entry.VALUE_FIELD_NUMBER, value);
            if (value > 0) {
                out.writeBytes(Value.VALUE_FIELD_NUMBER, entry.value());
            }
            out.writeUInt64(Entry.INDEX_FIELD_NUMBER, entry.version());
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw Invariant.violated("the bytes of key %s do not fit: %s", entry.key(), e);
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    private static int tag(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static int rest(CodedInputStream in, ByteString payload) {
        return payload.size() - in.getTotalBytesRead();
    }

    /** Bytes of a message of so many, with its tag and length; all tags here have one byte. */
    private static int sizeOf(int bytes) {
        return 1 + CodedOutputStream.computeUInt32SizeNoTag(bytes) + bytes;
    }

    private static void begin(CodedOutputStream out, int field, int bytes) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(bytes);
    }
}
