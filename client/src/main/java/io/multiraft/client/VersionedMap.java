package io.multiraft.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A map whose entries carry versions, spread over all partitions by key. Every method throws a
 * {@link io.multiraft.client.errors.MultiRaftException}.
 *
 * <pre>{@code
 * VersionedMap<String, String> colours = session.map("colours", Codec.identity(), Codec.utf8());
 * colours.put("sky", "blue");
 * Versioned<String> sky = colours.get("sky").orElseThrow();
 * try {
 *     colours.update("sky", "grey", sky.version());
 * } catch (ConflictException e) {
 *     System.err.println("somebody else was faster: " + e.getMessage());
 * }
 * }</pre>
 */
public final class VersionedMap<K, V> {

    private final AsyncVersionedMap<K, V> async;

    VersionedMap(AsyncVersionedMap<K, V> async) {
        this.async = async;
    }

    /** The same map, without waiting. */
    public AsyncVersionedMap<K, V> async() {
        return async;
    }

    /** An entry that reflects every change that was answered before the call, whoever made it. */
    public Optional<Versioned<V>> get(K key) {
        return Blocking.get(async.get(key));
    }

    /** Writes an entry, whether there is one or not; returns its version. */
    public long put(K key, V value) {
        return Blocking.get(async.put(key, value));
    }

    /**
     * Writes an entry that is removed when it was not written again for {@code timeToLive}, of 1 ms
     * at least; returns its version. To write it without a time to live lets it stay.
     */
    public long put(K key, V value, Duration timeToLive) {
        return Blocking.get(async.put(key, value, timeToLive));
    }

    /** Writes an entry where there is none, else fails with a conflict; returns its version. */
    public long insert(K key, V value) {
        return Blocking.get(async.insert(key, value));
    }

    /**
     * Writes an entry where there is none, for a time as {@link #put(Object, Object, Duration)} has
     * it, else fails with a conflict; returns its version.
     */
    public long insert(K key, V value, Duration timeToLive) {
        return Blocking.get(async.insert(key, value, timeToLive));
    }

    /**
     * Writes an entry that is at {@code version}, else fails with a conflict; returns the new
     * version.
     */
    public long update(K key, V value, long version) {
        return Blocking.get(async.update(key, value, version));
    }

    /**
     * Writes an entry that is at {@code version}, for a time as {@link #put(Object, Object,
     * Duration)} has it, else fails with a conflict; returns the new version.
     */
    public long update(K key, V value, long version, Duration timeToLive) {
        return Blocking.get(async.update(key, value, version, timeToLive));
    }

    /** Removes an entry; returns what it was, if there was one. */
    public Optional<Versioned<V>> remove(K key) {
        return Blocking.get(async.remove(key));
    }

    /**
     * The entries of each partition as of one moment, but not of all partitions as of the same; in
     * the order of the keys as they are written.
     */
    public Map<K, Versioned<V>> entries() {
        return Blocking.get(async.entries());
    }

    /** The number of entries, counted partition by partition. */
    public long size() {
        return Blocking.get(async.size());
    }

    /** Removes all entries, partition by partition. */
    public void clear() {
        Blocking.get(async.clear());
    }

    /**
     * Deletes the map, partition by partition, unless another session has it open there: that fails
     * with a conflict, and may be tried again. What this session was given of it, its events as
     * well, is of no use any more and fails as invalid; {@link Session#map} makes another. Deleting
     * twice is once.
     */
    public void delete() {
        Blocking.get(async.delete());
    }

    /** Its changes. Nothing is sent before somebody subscribes. */
    public MapEvents<K, V> events() {
        return async.events();
    }
}
