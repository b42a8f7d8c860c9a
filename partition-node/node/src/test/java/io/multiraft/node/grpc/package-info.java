/**
 * Calls against nodes whose replicas do what a test tells them ({@link
 * io.multiraft.node.grpc.FakeCluster}): routing, refusals, splicing, streams. No Raft, no state
 * machine.
 */
package io.multiraft.node.grpc;
