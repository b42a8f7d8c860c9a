/**
 * {@code multiraft.v1.SessionStream}: many calls as frames of one stream.
 *
 * <p>Start at {@link io.multiraft.node.stream.Exchange}, the life of one stream. A frame becomes a
 * {@link io.multiraft.node.stream.FrameCall}, which {@code io.multiraft.node.grpc} serves as it
 * serves a call of its own: nothing here knows of leaders, repetitions or partitions. Stands on
 * {@code io.multiraft.node.grpc} alone.
 */
package io.multiraft.node.stream;
