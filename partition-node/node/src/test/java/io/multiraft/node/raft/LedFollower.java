package io.multiraft.node.raft;

import java.util.List;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;

/**
 * A follower of a group that is led in term 1.
 *
 * @param confirmed gets the partition whenever the follower confirmed that it follows
 */
record LedFollower(String name, int partition, List<Integer> confirmed)
        implements SharedHeartbeats.Led {

    @Override
    public RaftPeer follower() {
        return RaftPeer.newBuilder().setId(name).build();
    }

    @Override
    public RaftGroupId group() {
        return GroupIds.groupId("test", partition);
    }

    @Override
    public long term() {
        return 1;
    }

    @Override
    public boolean isLeading() {
        return true;
    }

    @Override
    public void confirmed(long sentNanos) {
        confirmed.add(partition);
    }
}
