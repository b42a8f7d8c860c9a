/**
 * The gRPC side of a node: it reads requests, brings each to the member that leads its partition,
 * and writes the answers.
 *
 * <p>Start at {@link io.multiraft.node.grpc.RoutedCall}, the life of one call. {@link
 * io.multiraft.node.grpc.PrimitiveEndpoint} serves every primitive from its descriptors and {@link
 * io.multiraft.node.grpc.PartitionEndpoint} the sessions. All of it sees a partition only as {@link
 * io.multiraft.node.partition.PartitionReplica} and knows nothing of Raft. What is let in is for
 * {@code io.multiraft.node.admission} to say.
 */
package io.multiraft.node.grpc;
