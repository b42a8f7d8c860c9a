package io.multiraft.client;

/**
 * A value in a map.
 *
 * @param version rises with every write of the entry
 */
public record Versioned<V>(V value, long version) {}
