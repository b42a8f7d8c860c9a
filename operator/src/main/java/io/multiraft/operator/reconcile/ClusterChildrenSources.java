package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.resources.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Informers for the children of clusters, each of which only sees what carries our labels. */
final class ClusterChildrenSources {

    private static final List<Class<? extends HasMetadata>> KINDS =
            List.of(
                    Partition.class,
                    StatefulSet.class,
                    Service.class,
                    ConfigMap.class,
                    PodDisruptionBudget.class,
                    Pod.class);

    private final Map<Class<?>, InformerEventSource<?, MultiRaftCluster>> sources = new HashMap<>();

    ClusterChildrenSources(EventSourceContext<MultiRaftCluster> context) {
        KINDS.forEach(kind -> sources.put(kind, source(kind, context)));
    }

    List<EventSource<?, MultiRaftCluster>> all() {
        return List.copyOf(sources.values());
    }

    <T extends HasMetadata> Optional<T> find(T like) {
        return source(like).get(ResourceID.fromResource(like));
    }

    <T extends HasMetadata> Set<T> of(MultiRaftCluster cluster, Class<T> kind) {
        return source(kind).getSecondaryResources(cluster);
    }

    /** The informer hears of our own writes a moment later; until then this is what is known. */
    <T extends HasMetadata> void written(T object, Optional<T> before) {
        ResourceID id = ResourceID.fromResource(object);
        before.ifPresentOrElse(
                old -> source(object).handleRecentResourceUpdate(id, object, old),
                () -> source(object).handleRecentResourceCreate(id, object));
    }

    @SuppressWarnings("unchecked") // The map pairs each class with a source of that class.
    private <T extends HasMetadata> InformerEventSource<T, MultiRaftCluster> source(T like) {
        return (InformerEventSource<T, MultiRaftCluster>) sources.get(like.getClass());
    }

    @SuppressWarnings("unchecked")
    private <T extends HasMetadata> InformerEventSource<T, MultiRaftCluster> source(Class<T> kind) {
        return (InformerEventSource<T, MultiRaftCluster>) sources.get(kind);
    }

    /** By label rather than by owner: a pod's owner is the StatefulSet. */
    private static <T extends HasMetadata> InformerEventSource<T, MultiRaftCluster> source(
            Class<T> kind, EventSourceContext<MultiRaftCluster> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(kind, MultiRaftCluster.class)
                        .withLabelSelector(Labels.OF_CLUSTERS)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(ClusterChildrenSources::cluster)
                        .build(),
                context);
    }

    private static Set<ResourceID> cluster(HasMetadata child) {
        String cluster = child.getMetadata().getLabels().get(Labels.CLUSTER);
        return cluster == null
                ? Set.of()
                : Set.of(new ResourceID(cluster, child.getMetadata().getNamespace()));
    }
}
