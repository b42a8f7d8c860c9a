package io.multiraft.node.raft;

import io.multiraft.node.config.NodeConfig;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/** What Ratis calls a cluster's partitions and members. Every node must come to the same names. */
final class GroupIds {

    private GroupIds() {}

    /** The same on every node: made from the names alone. */
    static RaftGroupId groupId(String cluster, int partitionId) {
        String name = "multiraft/" + cluster + "/" + partitionId;
        return RaftGroupId.valueOf(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** The group as it is bootstrapped. */
    static RaftGroup group(NodeConfig config, NodeConfig.Partition partition) {
        return RaftGroup.valueOf(
                groupId(config.cluster(), partition.id()),
                partition.members().stream().map(name -> peer(config.member(name))).toList());
    }

    /**
     * All peers have one priority. Ratis hands leadership over only to a peer of the highest
     * priority, so with equal ones every member can take it without a change of the configuration
     * first, and no leader is pulled down by one of a higher priority that has just come back.
     */
    private static RaftPeer peer(NodeConfig.Member member) {
        return RaftPeer.newBuilder()
                .setId(RaftPeerId.valueOf(member.name()))
                .setAddress(member.host() + ":" + member.ports().peer())
                .build();
    }
}
