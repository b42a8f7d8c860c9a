package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.multiraft.operator.plan.PodSessionPlanner;
import java.util.List;

/**
 * Keeps of each pod only what matters to sessions: all pods of a large cluster in full would not
 * fit into the operator's memory. Of one informer only, which takes what is not its own for
 * deleted.
 */
public final class PodStore extends BasicItemStore<Pod> {

    public PodStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public Pod put(String key, Pod pod) {
        return super.put(key, digest(pod));
    }

    static Pod digest(Pod pod) {
        ObjectMeta meta = pod.getMetadata();
        return new PodBuilder()
                .withMetadata(
                        new ObjectMetaBuilder()
                                .withName(meta.getName())
                                .withNamespace(meta.getNamespace())
                                .withUid(meta.getUid())
                                .withResourceVersion(meta.getResourceVersion())
                                .withDeletionTimestamp(meta.getDeletionTimestamp())
                                .withAnnotations(PodSessionPlanner.annotations(pod))
                                .build())
                .withNewSpec()
                .withNodeName(pod.getSpec() == null ? null : pod.getSpec().getNodeName())
                .endSpec()
                .withStatus(pod.getStatus() == null ? null : digest(pod.getStatus()))
                .build();
    }

    private static PodStatus digest(PodStatus status) {
        return new PodStatusBuilder()
                .withPhase(status.getPhase())
                .withReason(status.getReason())
                .withConditions(status.getConditions())
                .withInitContainerStatuses(digest(status.getInitContainerStatuses()))
                .withContainerStatuses(digest(status.getContainerStatuses()))
                .withEphemeralContainerStatuses(digest(status.getEphemeralContainerStatuses()))
                .build();
    }

    private static List<ContainerStatus> digest(List<ContainerStatus> containers) {
        return containers.stream()
                .map(
                        container ->
                                new ContainerStatusBuilder()
                                        .withName(container.getName())
                                        .withState(container.getState())
                                        .build())
                .toList();
    }
}
