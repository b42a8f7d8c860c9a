package io.multiraft.operator.observe;

/**
 * Where a node is reached: by its pod's own address, which no Service stands before.
 *
 * @param host IP address of the pod
 */
public record NodeAddress(String host, int adminPort, int apiPort) {}
