package io.multiraft.client;

/**
 * A change of an entry of a map.
 *
 * @param value what was written; of an entry that is gone, what it was
 * @param version of that value
 */
public record MapEvent<K, V>(Type type, K key, V value, long version) {

    /** What happened. */
    public enum Type {
        /** Nothing yet: the entry was there when the listener came. */
        REPLAYED,
        /** Written where there was none. */
        INSERTED,
        /** Written where there was one, also with the same value. */
        UPDATED,
        /** Removed by somebody. */
        REMOVED,
        /** Removed because its time to live was over. */
        EXPIRED
    }
}
