package io.multiraft.fsm.map;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import io.multiraft.proto.multiraft.map.v1.ClearOutput;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.Event;
import io.multiraft.proto.multiraft.map.v1.InsertInput;
import io.multiraft.proto.multiraft.map.v1.InsertOutput;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.PutOutput;
import io.multiraft.proto.multiraft.map.v1.RemoveInput;
import io.multiraft.proto.multiraft.map.v1.RemoveOutput;
import io.multiraft.proto.multiraft.map.v1.UpdateInput;
import io.multiraft.proto.multiraft.map.v1.UpdateOutput;

/** The commands that change a map. Each checks everything before it changes anything. */
final class MapWrites {

    private static final String COMMANDS = "Put, Insert, Update, Remove, Clear, Events";

    /** In an input: no particular version is expected. */
    static final long ANY_VERSION = 0;

    private final PartitionContext context;
    private final MapInputs inputs;
    private final MapEntries entries;
    private final MapListeners listeners;

    MapWrites(
            PartitionContext context,
            MapInputs inputs,
            MapEntries entries,
            MapListeners listeners) {
        this.context = context;
        this.inputs = inputs;
        this.entries = entries;
        this.listeners = listeners;
    }

    MapOutput execute(MapInput input) throws Refusal {
        MapOutput.Builder output = MapOutput.newBuilder();
        switch (input.getPayloadCase()) {
            case PUT -> output.setPut(PutOutput.newBuilder().setEntry(put(input.getPut())));
            case INSERT ->
                    output.setInsert(InsertOutput.newBuilder().setEntry(insert(input.getInsert())));
            case UPDATE ->
                    output.setUpdate(UpdateOutput.newBuilder().setEntry(update(input.getUpdate())));
            case REMOVE ->
                    output.setRemove(RemoveOutput.newBuilder().setEntry(remove(input.getRemove())));
            case CLEAR -> {
                clear();
                output.setClear(ClearOutput.getDefaultInstance());
            }
            default ->
                    throw new Refusal(
                            Status.NOT_SUPPORTED,
                            "a map's commands are "
                                    + COMMANDS
                                    + "; this is "
                                    + input.getPayloadCase());
        }
        return output.build();
    }

    /** The usual Put, without time to live; does what any other does. */
    PutAnswer put(UsualPut put) throws Refusal {
        inputs.checkKey(put.keyBytes());
        inputs.checkSize(put.value());
        String key = put.key();
        MapEntry current = entries.get(key);
        checkVersion(key, current, put.version());
        return new PutAnswer(write(current, key, put.value(), 0));
    }

    static Refusal missing(String key) {
        return new Refusal(Status.NOT_FOUND, "key \"" + key + "\" is not in the map");
    }

    private Entry put(PutInput input) throws Refusal {
        inputs.checkKey(input.getKeyBytes().size());
        long ttlMillis = inputs.checkValue(input.hasValue(), input.getValue());
        MapEntry current = entries.get(input.getKey());
        checkVersion(input.getKey(), current, input.getIndex());
        return wire(write(current, input.getKey(), input.getValue().getValue(), ttlMillis));
    }

    private Entry insert(InsertInput input) throws Refusal {
        inputs.checkKey(input.getKeyBytes().size());
        long ttlMillis = inputs.checkValue(input.hasValue(), input.getValue());
        MapEntry current = entries.get(input.getKey());
        if (current != null) {
            throw new Refusal(
                    Status.ALREADY_EXISTS,
                    "key \"" + input.getKey() + "\" is in the map at version " + current.version());
        }
        return wire(write(null, input.getKey(), input.getValue().getValue(), ttlMillis));
    }

    private Entry update(UpdateInput input) throws Refusal {
        inputs.checkKey(input.getKeyBytes().size());
        long ttlMillis = inputs.checkValue(input.hasValue(), input.getValue());
        MapEntry current = existing(input.getKey());
        checkVersion(input.getKey(), current, input.getIndex());
        return wire(write(current, input.getKey(), input.getValue().getValue(), ttlMillis));
    }

    private Entry remove(RemoveInput input) throws Refusal {
        inputs.checkKey(input.getKeyBytes().size());
        MapEntry current = existing(input.getKey());
        checkVersion(input.getKey(), current, input.getIndex());
        entries.remove(current);
        listeners.publish(Event.Type.REMOVE, current, false);
        return wire(current);
    }

    private void clear() {
        for (MapEntry entry : entries.all()) {
            listeners.publish(Event.Type.REMOVE, entry, false);
        }
        entries.clear();
    }

    private MapEntry write(MapEntry current, String key, ByteString value, long ttlMillis)
            throws Refusal {
        int most = context.limits().maps().entries();
        if (current == null && entries.size() >= most) {
            throw new Refusal(
                    Status.UNAVAILABLE, "the map has " + most + " entries, which is the most");
        }
        MapEntry written = entries.write(current, key, value, ttlMillis);
        listeners.publish(current == null ? Event.Type.INSERT : Event.Type.UPDATE, written, false);
        return written;
    }

    private MapEntry existing(String key) throws Refusal {
        MapEntry entry = entries.get(key);
        if (entry == null) {
            throw missing(key);
        }
        return entry;
    }

    private static void checkVersion(String key, MapEntry current, long expected) throws Refusal {
        if (expected == ANY_VERSION || (current != null && current.version() == expected)) {
            return;
        }
        String found = current == null ? "is not in the map" : "is at version " + current.version();
        throw new Refusal(
                Status.CONFLICT,
                "key \""
                        + key
                        + "\" "
                        + found
                        + ", not at version "
                        + Long.toUnsignedString(expected)
                        + " as expected");
    }

    private Entry wire(MapEntry entry) {
        return entry.toWire(context.time().nowMillis());
    }
}
