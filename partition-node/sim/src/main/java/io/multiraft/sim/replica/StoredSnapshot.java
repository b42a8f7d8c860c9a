package io.multiraft.sim.replica;

/** A snapshot on a node's disk, which outlives a crash. */
public record StoredSnapshot(long position, byte[] bytes) {}
