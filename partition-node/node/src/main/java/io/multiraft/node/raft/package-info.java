/**
 * The Ratis adapter: one Raft server with one state machine per partition, the proposer that packs
 * proposals into log entries, barrier reads, the leadership watchdog and snapshots.
 *
 * <p>It implements {@code io.multiraft.node.partition} and is the only package that knows Ratis,
 * {@code io.multiraft.node.storage} aside for the layout of a log file. It may import the state
 * machine, the configuration and the messages; nothing of gRPC. Start at {@link
 * io.multiraft.node.raft.RaftNode}.
 */
package io.multiraft.node.raft;
