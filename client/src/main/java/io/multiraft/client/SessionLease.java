package io.multiraft.client;

/**
 * A session in one partition, and its fencing token: of two leases of the same session, the one of
 * the greater epoch holds.
 */
public record SessionLease(int partitionId, long sessionId, long epoch) {}
