package io.multiraft.fsm.map;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.Durations;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.Value;

/** What must hold of an input whatever is in the map. */
final class MapInputs {

    private final Limits.Maps limits;

    MapInputs(Limits.Maps limits) {
        this.limits = limits;
    }

    static MapInput parse(ByteString payload) throws Refusal {
        try {
            return MapInput.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw invalid("the payload is not a MapInput: " + e.getMessage());
        }
    }

    /** A key of an entry. */
    void checkKey(int bytes) throws Refusal {
        if (bytes == 0) {
            throw invalid("key is empty; an entry must have one");
        }
        checkKeyFilter(bytes);
    }

    /** A key to listen to, where the empty one means all. */
    void checkKeyFilter(int bytes) throws Refusal {
        if (bytes > limits.keyBytes()) {
            throw invalid(
                    "key has " + bytes + " bytes; it must have " + limits.keyBytes() + " at most");
        }
    }

    /** The time to live in milliseconds of a value that is there and fits; 0 is for ever. */
    long checkValue(boolean present, Value value) throws Refusal {
        if (!present) {
            throw invalid("value is missing; an empty one must be sent as such");
        }
        checkSize(value.getValue());
        return value.hasTtl() ? Durations.toMillis(value.getTtl(), "ttl") : 0;
    }

    void checkSize(ByteString value) throws Refusal {
        if (value.size() > limits.valueBytes()) {
            throw invalid(
                    "value has "
                            + value.size()
                            + " bytes; it must have "
                            + limits.valueBytes()
                            + " at most");
        }
    }

    private static Refusal invalid(String message) {
        return new Refusal(Status.INVALID, message);
    }
}
