package io.multiraft.node.raft;

import io.multiraft.fsm.Limits;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What the replicas of a node have in common.
 *
 * @param self this node's name
 * @param snapshotEntries after how many entries a snapshot is due
 * @param workers threads that make entries
 * @param connections to the other nodes, of all partitions
 * @param heartbeats to the other nodes, of all partitions
 * @param fatal ends the process
 */
record ReplicaSettings(
        String self,
        String version,
        Duration electionTimeoutMin,
        Duration electionTimeoutMax,
        long snapshotEntries,
        Limits limits,
        Executor workers,
        Executor snapshotWriter,
        PeerConnections connections,
        SharedHeartbeats heartbeats,
        Consumer<String> fatal) {}
