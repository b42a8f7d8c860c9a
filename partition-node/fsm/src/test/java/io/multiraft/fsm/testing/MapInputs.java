package io.multiraft.fsm.testing;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Durations;
import io.multiraft.proto.multiraft.map.v1.ClearInput;
import io.multiraft.proto.multiraft.map.v1.EntriesInput;
import io.multiraft.proto.multiraft.map.v1.EventsInput;
import io.multiraft.proto.multiraft.map.v1.GetInput;
import io.multiraft.proto.multiraft.map.v1.InsertInput;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.RemoveInput;
import io.multiraft.proto.multiraft.map.v1.SizeInput;
import io.multiraft.proto.multiraft.map.v1.UpdateInput;
import io.multiraft.proto.multiraft.map.v1.Value;

/** Inputs of a map. */
public final class MapInputs {

    private MapInputs() {}

    /** A value that lives until it is removed. */
    public static Value value(String text) {
        return Value.newBuilder().setValue(ByteString.copyFromUtf8(text)).build();
    }

    public static Value value(String text, long ttlMillis) {
        return value(text).toBuilder().setTtl(Durations.ofMillis(ttlMillis)).build();
    }

    public static MapInput put(String key, Value value, long version) {
        return MapInput.newBuilder()
                .setPut(PutInput.newBuilder().setKey(key).setValue(value).setIndex(version))
                .build();
    }

    public static MapInput insert(String key, Value value) {
        return MapInput.newBuilder()
                .setInsert(InsertInput.newBuilder().setKey(key).setValue(value))
                .build();
    }

    public static MapInput update(String key, Value value, long version) {
        return MapInput.newBuilder()
                .setUpdate(UpdateInput.newBuilder().setKey(key).setValue(value).setIndex(version))
                .build();
    }

    public static MapInput remove(String key, long version) {
        return MapInput.newBuilder()
                .setRemove(RemoveInput.newBuilder().setKey(key).setIndex(version))
                .build();
    }

    public static MapInput clear() {
        return MapInput.newBuilder().setClear(ClearInput.getDefaultInstance()).build();
    }

    public static MapInput events(String key, boolean replay) {
        return MapInput.newBuilder()
                .setEvents(EventsInput.newBuilder().setKey(key).setReplay(replay))
                .build();
    }

    public static MapInput get(String key) {
        return MapInput.newBuilder().setGet(GetInput.newBuilder().setKey(key)).build();
    }

    public static MapInput size() {
        return MapInput.newBuilder().setSize(SizeInput.getDefaultInstance()).build();
    }

    public static MapInput entries() {
        return MapInput.newBuilder().setEntries(EntriesInput.getDefaultInstance()).build();
    }
}
