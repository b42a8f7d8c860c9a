package io.multiraft.fsm.map;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Invariant;
import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.service.RunningCommand;
import io.multiraft.proto.multiraft.map.v1.Event;
import io.multiraft.proto.multiraft.map.v1.EventsOutput;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The open event streams of a map. */
final class MapListeners {

    /** Listens to all keys; no entry has this key. */
    static final String ALL_KEYS = "";

    private final PartitionContext context;
    private final TreeMap<Long, MapListener> byCommand = new TreeMap<>();
    private final TreeMap<String, TreeMap<Long, MapListener>> byKey = new TreeMap<>();

    MapListeners(PartitionContext context) {
        this.context = context;
    }

    /** A stream and the key it is about. */
    record MapListener(RunningCommand command, String key) {}

    void add(RunningCommand command, String key) {
        MapListener listener = new MapListener(command, key);
        Invariant.check(
                byCommand.put(command.id(), listener) == null,
                "command %s listens twice",
                command.id());
        byKey.computeIfAbsent(key, unused -> new TreeMap<>()).put(command.id(), listener);
    }

    /** Removes the stream of a command, which may have none. */
    void remove(long commandId) {
        MapListener listener = byCommand.remove(commandId);
        if (listener != null) {
            TreeMap<Long, MapListener> sameKey = byKey.get(listener.key());
            sameKey.remove(commandId);
            if (sameKey.isEmpty()) {
                byKey.remove(listener.key());
            }
        }
    }

    /** The streams as they are now, by the ids of their commands. */
    List<MapListener> all() {
        return List.copyOf(byCommand.values());
    }

    /** Tells the streams about all keys first, then those about this key. */
    void publish(Event.Type type, MapEntry entry, boolean expired) {
        TreeMap<Long, MapListener> ofAll = byKey.get(ALL_KEYS);
        TreeMap<Long, MapListener> ofKey = byKey.get(entry.key());
        if (ofAll != null || ofKey != null) {
            ByteString payload = event(type, entry, expired);
            publish(payload, ofAll);
            publish(payload, ofKey);
        }
    }

    /** An event as a payload. */
    ByteString event(Event.Type type, MapEntry entry, boolean expired) {
        Event event =
                Event.newBuilder()
                        .setType(type)
                        .setEntry(entry.toWire(context.time().nowMillis()))
                        .setExpired(expired)
                        .build();
        return payload(EventsOutput.newBuilder().setEvent(event).build());
    }

    /** An output of an event stream as a payload. */
    static ByteString payload(EventsOutput output) {
        return MapOutput.newBuilder().setEvents(output).build().toByteString();
    }

    private void publish(ByteString payload, TreeMap<Long, MapListener> listeners) {
        if (listeners == null) {
            return;
        }
        List<Long> ended = new ArrayList<>(0);
        for (MapListener listener : listeners.values()) {
            if (!listener.command().output(payload)) {
                ended.add(listener.command().id());
            }
        }
        ended.forEach(this::remove);
    }
}
