/**
 * How many calls a node has under way at most, and what their messages may hold of its heap.
 *
 * <p>Start at {@link io.multiraft.node.admission.Admission}. Knows calls only by their share of the
 * node, no gRPC and no partition; {@code io.multiraft.node.grpc} asks before it reads a request.
 * May import {@code java} only.
 */
package io.multiraft.node.admission;
