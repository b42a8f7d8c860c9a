package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.multiraft.operator.api.MultiRaftCluster;

/** What all children of a cluster have in common. */
final class ClusterChildren {

    private ClusterChildren() {}

    static ObjectMeta metadata(MultiRaftCluster cluster, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(cluster.getMetadata().getNamespace())
                .withLabels(Labels.of(cluster.getMetadata().getName()))
                .withOwnerReferences(Owner.of(cluster))
                .build();
    }
}
