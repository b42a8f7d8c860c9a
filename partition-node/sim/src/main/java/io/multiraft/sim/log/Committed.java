package io.multiraft.sim.log;

import io.multiraft.proto.internal.v1.LogEntry;

/**
 * An entry that every replica applies at its place.
 *
 * @param position in the log, from 1
 * @param term in which it was made
 * @param batch the number that its maker knows it by
 * @param madeMillis the virtual time at which it was stamped
 */
public record Committed(long position, long term, long batch, LogEntry entry, long madeMillis) {}
