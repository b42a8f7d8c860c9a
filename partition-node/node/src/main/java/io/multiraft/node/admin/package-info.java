/**
 * The admin service of a node, {@code multiraft.node.v1.Node}: how the operator looks at it and
 * acts on it. Stands on {@code io.multiraft.node.partition} and routes through {@code
 * io.multiraft.node.grpc}.
 */
package io.multiraft.node.admin;
