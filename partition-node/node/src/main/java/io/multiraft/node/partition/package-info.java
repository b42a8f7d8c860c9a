/**
 * What the endpoints know of a partition that this node hosts: its leadership, how to propose, how
 * to read. Nothing here knows gRPC or Raft; {@code io.multiraft.node.raft} implements it and {@code
 * io.multiraft.node.grpc} uses it.
 */
package io.multiraft.node.partition;
