package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.multiraft.operator.api.MultiRaftCluster;

/** What all children of a cluster have in common. */
final class ClusterChildren {

    private ClusterChildren() {}

    static ObjectMeta metadata(MultiRaftCluster cluster, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(cluster.getMetadata().getNamespace())
                .withLabels(Labels.of(cluster.getMetadata().getName()))
                .withOwnerReferences(owner(cluster))
                .build();
    }

    /**
     * Children go with their cluster. They never hold it back: blocking its deletion would need
     * more rights, and a namespace must not hang on us.
     */
    private static OwnerReference owner(MultiRaftCluster cluster) {
        return new OwnerReferenceBuilder()
                .withApiVersion(cluster.getApiVersion())
                .withKind(cluster.getKind())
                .withName(cluster.getMetadata().getName())
                .withUid(cluster.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }
}
