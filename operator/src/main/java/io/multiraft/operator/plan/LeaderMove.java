package io.multiraft.operator.plan;

/**
 * The lead of a partition is to go from one of its members to another.
 *
 * @param from node that leads now
 * @param to node that is to lead
 */
public record LeaderMove(int partition, String from, String to) {}
