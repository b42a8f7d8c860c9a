package io.multiraft.node.raft;

import org.apache.ratis.protocol.RaftPeerId;

/** What a replica's state machine tells the replica. Called under Ratis' locks: must not block. */
interface ReplicaEvents {

    /** A member is known to lead in the division's current term. */
    void leaderElected(RaftPeerId leader);

    /** The division became a ready leader, or ceased to lead. */
    void roleChanged();

    /** A snapshot of the leader took the place of this replica's state. */
    void snapshotInstalled();

    /** The replica cannot go on, nor the process. */
    void failed(String reason);
}
