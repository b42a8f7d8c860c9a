package io.multiraft.client.core;

/** A session in one partition, as its holder knows it: the fencing token. */
public record Lease(int partitionId, long sessionId, long epoch) {}
