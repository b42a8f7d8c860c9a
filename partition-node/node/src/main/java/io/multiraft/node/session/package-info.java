/**
 * Sessions by the two other doors: {@code atomix.session.SessionService}, the session service of
 * the 2020 API, which opens and ends them, and {@code atomix.runtime.v1.SessionService}, which
 * shows those of all partitions.
 *
 * <p>Start at {@link io.multiraft.node.session.LegacySessionEndpoint} and {@link
 * io.multiraft.node.session.RuntimeSessionEndpoint}. Stands on {@code io.multiraft.node.grpc} and
 * sees a partition only as {@code io.multiraft.node.partition}.
 */
package io.multiraft.node.session;
