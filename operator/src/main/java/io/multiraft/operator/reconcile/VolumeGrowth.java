package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.resources.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets volumes grow with the spec. A StatefulSet never changes the template of its volumes, so
 * their claims are changed one by one; whether that works is up to the storage class.
 */
final class VolumeGrowth {

    private static final String STORAGE = "storage";

    private final KubernetesClient client;

    VolumeGrowth(KubernetesClient client) {
        this.client = client;
    }

    /** The size in the template: as it is, or as the spec says when there is no StatefulSet yet. */
    static String templateSize(MultiRaftCluster cluster, Optional<StatefulSet> existing) {
        return existing.map(nodes -> nodes.getSpec().getVolumeClaimTemplates())
                .flatMap(templates -> templates.stream().findFirst())
                .map(VolumeGrowth::requested)
                .map(Quantity::toString)
                .orElse(cluster.getSpec().storage().size());
    }

    /** Asks for the larger size where the spec has outgrown the template. */
    void grow(MultiRaftCluster cluster, String templateSize) {
        Quantity wanted = Quantity.parse(cluster.getSpec().storage().size());
        if (isLess(Quantity.parse(templateSize), wanted)) {
            for (PersistentVolumeClaim claim : claims(cluster)) {
                if (isLess(requested(claim), wanted)) {
                    client.resource(claim)
                            .patch(PatchContext.of(PatchType.JSON_MERGE), request(wanted));
                }
            }
        }
    }

    private List<PersistentVolumeClaim> claims(MultiRaftCluster cluster) {
        return client.persistentVolumeClaims()
                .inNamespace(cluster.getMetadata().getNamespace())
                .withLabels(Labels.of(cluster.getMetadata().getName()))
                .list()
                .getItems();
    }

    private static PersistentVolumeClaim request(Quantity size) {
        return new PersistentVolumeClaimBuilder()
                .withNewSpec()
                .withNewResources()
                .withRequests(Map.of(STORAGE, size))
                .endResources()
                .endSpec()
                .build();
    }

    private static Quantity requested(PersistentVolumeClaim claim) {
        return claim.getSpec().getResources().getRequests().get(STORAGE);
    }

    private static boolean isLess(Quantity one, Quantity other) {
        return one.getNumericalAmount().compareTo(other.getNumericalAmount()) < 0;
    }
}
