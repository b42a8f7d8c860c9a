package io.multiraft.operator.resources;

import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.PartitionSpec;

/** The object that stands for a Raft group. */
public final class PartitionObject {

    private PartitionObject() {}

    public static Partition of(MultiRaftCluster cluster, Topology.Placed placed) {
        String name = cluster.getMetadata().getName();
        Partition partition = new Partition();
        partition.setMetadata(
                ClusterChildren.metadata(cluster, Names.partition(name, placed.id())));
        partition.setSpec(new PartitionSpec(name, placed.id(), placed.members()));
        return partition;
    }
}
