package io.multiraft.fsm.map;

import com.google.protobuf.ByteString;
import com.google.protobuf.WireFormat;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.Value;

/**
 * The usual command of a map, a Put without time to live, read without messages, which were most of
 * what it allocated.
 */
final class UsualPut {

    private static final int PUT = tag(MapInput.PUT_FIELD_NUMBER);
    private static final int KEY = tag(PutInput.KEY_FIELD_NUMBER);
    private static final int VALUE = tag(PutInput.VALUE_FIELD_NUMBER);
    private static final int VALUE_BYTES = tag(Value.VALUE_FIELD_NUMBER);
    private static final int VERSION =
            PutInput.INDEX_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;

    private final FieldReader in;
    private int keyBytes;
    private String key;
    private ByteString value;
    private long version = MapWrites.ANY_VERSION;

    UsualPut(ByteString payload) {
        this.in = new FieldReader(payload);
    }

    /**
     * Whether the payload is a Put with the fields of one in their order and nothing else. It may
     * be a Put in another form if not; only if so is there anything else to be had here.
     */
    boolean isRead() {
        if (in.enter(PUT) != in.remaining()) {
            return false;
        }
        keyBytes = in.enter(KEY);
        if (keyBytes == FieldReader.NONE) {
            return false;
        }
        ByteString keyAsBytes = in.take(keyBytes);
        if (!keyAsBytes.isValidUtf8()) {
            return false;
        }
        key = keyAsBytes.toStringUtf8();
        int valueSize = in.enter(VALUE);
        int rest = in.remaining() - valueSize;
        int valueBytes = in.enter(VALUE_BYTES);
        if (valueBytes == FieldReader.NONE || in.remaining() - valueBytes != rest) {
            return false;
        }
        value = in.take(valueBytes);
        if (rest == 0) {
            return true;
        }
        if (!in.endsWithNumber(VERSION)) {
            return false;
        }
        version = in.number();
        return true;
    }

    String key() {
        return key;
    }

    /** Size of the key on the wire. */
    int keyBytes() {
        return keyBytes;
    }

    /** Shares the bytes of the payload, which has hardly more. */
    ByteString value() {
        return value;
    }

    /** 0 for any. */
    long version() {
        return version;
    }

    private static int tag(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
