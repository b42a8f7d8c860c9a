package io.multiraft.fsm.map;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Invariant;
import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Timer;
import io.multiraft.fsm.collection.CopyOnWriteMap;
import java.util.function.Consumer;

/** The entries of a map with their timers: one is armed exactly when its entry is in here. */
final class MapEntries {

    private final PartitionContext context;
    private final Consumer<MapEntry> expired;
    private final CopyOnWriteMap<String, MapEntry> entries = new CopyOnWriteMap<>();

    /**
     * @param expired told of each entry whose time to live is over, when it is no longer in here
     */
    MapEntries(PartitionContext context, Consumer<MapEntry> expired) {
        this.context = context;
        this.expired = expired;
    }

    int size() {
        return entries.size();
    }

    /** The entry of a key, or null. */
    MapEntry get(String key) {
        return entries.get(key);
    }

    /** The entries in the order of their keys, until the map is changed. */
    Iterable<MapEntry> all() {
        return entries.values();
    }

    CopyOnWriteMap.View<String, MapEntry> freeze() {
        return entries.freeze();
    }

    /**
     * Writes an entry, whose version is the current index.
     *
     * @param current the entry of the key, or null
     * @param ttlMillis how long it lives; 0 is until it is removed
     */
    MapEntry write(MapEntry current, String key, ByteString value, long ttlMillis) {
        disarm(current);
        long version = context.index();
        Timer timer =
                ttlMillis == 0 ? null : context.timers().arm(version, ttlMillis, () -> expire(key));
        MapEntry entry = new MapEntry(key, value, version, timer);
        entries.put(key, entry);
        return entry;
    }

    /** Takes in an entry that lives until it is removed. */
    void restore(String key, ByteString value, long version) {
        checkIsNew(key);
        entries.put(key, new MapEntry(key, value, version, null));
    }

    /** Takes in an entry that ends. */
    void restore(String key, ByteString value, long version, long deadlineMillis, long ttlMillis) {
        checkIsNew(key);
        Timer timer =
                context.timers().restore(version, deadlineMillis, ttlMillis, () -> expire(key));
        entries.put(key, new MapEntry(key, value, version, timer));
    }

    void remove(MapEntry entry) {
        disarm(entry);
        entries.remove(entry.key());
    }

    void clear() {
        entries.values().forEach(this::disarm);
        entries.clear();
    }

    private void checkIsNew(String key) {
        Invariant.check(entries.get(key) == null, "key \"%s\" is there twice", key);
    }

    private void expire(String key) {
        MapEntry entry = entries.get(key);
        entries.remove(key);
        expired.accept(entry);
    }

    private void disarm(MapEntry entry) {
        if (entry != null && entry.timer() != null) {
            context.timers().cancel(entry.timer());
        }
    }
}
