package io.multiraft.fsm.map;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.multiraft.fsm.Invariant;
import io.multiraft.fsm.service.Answer;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import io.multiraft.proto.multiraft.map.v1.PutOutput;
import io.multiraft.proto.multiraft.map.v1.Value;
import java.io.IOException;

/**
 * The answer to a Put: a MapOutput with the entry as it was written.
 *
 * @param entry has no time to live, which would be another one whenever it is looked at
 */
record PutAnswer(MapEntry entry) implements Answer {

    @Override
    public int size() {
        return sizeOf(sizeOf(entrySize(sizeOfValue())));
    }

    @Override
    public int contentHash() {
        int key = entry.key().hashCode() * 31;
        return (key + entry.value().hashCode()) * 31 + Long.hashCode(entry.version());
    }

    @Override
    public ByteString toByteString() {
        int value = sizeOfValue();
        int wire = entrySize(value);
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

    private int sizeOfValue() {
        return entry.value().isEmpty()
                ? 0
                : CodedOutputStream.computeBytesSize(Value.VALUE_FIELD_NUMBER, entry.value());
    }

    private int entrySize(int value) {
        return CodedOutputStream.computeStringSize(Entry.KEY_FIELD_NUMBER, entry.key())
                + sizeOf(value)
                + CodedOutputStream.computeUInt64Size(Entry.INDEX_FIELD_NUMBER, entry.version());
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
