package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Storage;
import java.util.Map;

/** The nodes of a cluster: pods with a name and a volume of their own. */
public final class NodeStatefulSet {

    static final String DATA = "data";

    private NodeStatefulSet() {}

    /**
     * @param claimSize size in the template of the volumes, which a StatefulSet never lets change:
     *     what it was made with, however much the volumes have grown since
     */
    public static StatefulSet of(
            MultiRaftCluster cluster, NodeDefaults defaults, String claimSize) {
        String name = cluster.getMetadata().getName();
        return new StatefulSetBuilder()
                .withMetadata(ClusterChildren.metadata(cluster, Names.statefulSet(name)))
                .withNewSpec()
                .withReplicas(cluster.getSpec().nodes())
                .withServiceName(Names.membersService(name))
                // All at once: a group forms when a majority is there, and so it comes back.
                .withPodManagementPolicy("Parallel")
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .endUpdateStrategy()
                // The data outlives the cluster object: a deletion by mistake can be undone.
                .withNewPersistentVolumeClaimRetentionPolicy()
                .withWhenDeleted("Retain")
                .withWhenScaled("Retain")
                .endPersistentVolumeClaimRetentionPolicy()
                .withNewSelector()
                .withMatchLabels(Labels.selector(name))
                .endSelector()
                .withTemplate(NodePod.template(cluster, defaults))
                .withVolumeClaimTemplates(claim(cluster, claimSize))
                .endSpec()
                .build();
    }

    private static PersistentVolumeClaim claim(MultiRaftCluster cluster, String size) {
        Storage storage = cluster.getSpec().storage();
        return new PersistentVolumeClaimBuilder()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNewMetadata()
                .withName(DATA)
                .withLabels(Labels.of(cluster.getMetadata().getName()))
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withVolumeMode("Filesystem")
                .withStorageClassName(storage.storageClassName())
                .withNewResources()
                .withRequests(Map.of("storage", new Quantity(size)))
                .endResources()
                .endSpec()
                .build();
    }
}
