package io.multiraft.client;

/**
 * A session in one partition, and its fencing token: of two leases of the same session, the one of
 * the greater epoch holds.
 *
 * <pre>{@code
 * Session session = client.openSession(SessionOptions.named("worker").attaching());
 * for (SessionLease lease : session.leases()) {
 *     System.out.println(lease.partitionId() + " is held since epoch " + lease.epoch());
 * }
 * }</pre>
 */
public record SessionLease(int partitionId, long sessionId, long epoch) {}
