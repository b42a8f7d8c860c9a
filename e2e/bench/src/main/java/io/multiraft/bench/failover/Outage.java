package io.multiraft.bench.failover;

/**
 * What the death of a leader cost.
 *
 * @param electedNanos from the kill until another leads
 * @param gapNanos the longest time without a write that was acknowledged, from the kill until the
 *     node is back
 */
public record Outage(long electedNanos, long gapNanos) {}
