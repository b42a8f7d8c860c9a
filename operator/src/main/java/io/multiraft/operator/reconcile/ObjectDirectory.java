package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionSpec.ManagedBy;
import io.multiraft.operator.observe.ClusterKey;
import io.multiraft.operator.plan.PodSessionPlanner;
import io.multiraft.operator.plan.SessionNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds objects in the informers' caches: which belong to a cluster, which has a uid. */
public final class ObjectDirectory {

    private static final String BY_UID = "uid";
    private static final String BY_CLUSTER = "cluster";
    private static final String MIRRORED = "mirrored";
    private static final String BY_POD = "pod";
    private static final String BY_SESSION = "session";

    private volatile Optional<IndexedResourceCache<MultiRaftCluster>> clusters = Optional.empty();
    private volatile Optional<IndexedResourceCache<Session>> sessions = Optional.empty();
    private volatile Optional<IndexedResourceCache<Partition>> partitions = Optional.empty();
    private volatile Optional<IndexedResourceCache<Pod>> pods = Optional.empty();

    void indexClusters(IndexerResourceCache<MultiRaftCluster> cache) {
        clusters = Optional.of(cache);
    }

    Optional<MultiRaftCluster> cluster(ClusterKey cluster) {
        return clusters.flatMap(
                known -> known.get(new ResourceID(cluster.name(), cluster.namespace())));
    }

    void indexSessions(IndexerResourceCache<Session> cache) {
        Map<String, Function<Session, List<String>>> indexers =
                Map.of(
                        BY_UID,
                        session -> List.of(session.getMetadata().getUid()),
                        BY_CLUSTER,
                        session -> List.of(SessionNames.cluster(session).toString()),
                        MIRRORED,
                        ObjectDirectory::mirroringCluster,
                        BY_POD,
                        ObjectDirectory::podOf);
        cache.addIndexers(indexers);
        sessions = Optional.of(cache);
    }

    void indexPartitions(IndexerResourceCache<Partition> cache) {
        cache.addIndexer(
                BY_CLUSTER,
                partition ->
                        List.of(
                                new ClusterKey(
                                                partition.getMetadata().getNamespace(),
                                                partition.getSpec().cluster())
                                        .toString()));
        partitions = Optional.of(cache);
    }

    void indexPods(IndexerResourceCache<Pod> cache) {
        cache.addIndexer(
                BY_SESSION,
                pod ->
                        PodSessionPlanner.sessionName(pod)
                                .map(name -> List.of(key(pod.getMetadata().getNamespace(), name)))
                                .orElse(List.of()));
        pods = Optional.of(cache);
    }

    /** Pods whose annotation asks for a session of that name. */
    List<ResourceID> podsThatAskFor(Session session) {
        return find(
                pods,
                BY_SESSION,
                key(session.getMetadata().getNamespace(), session.getMetadata().getName()));
    }

    Optional<Pod> pod(ResourceID id) {
        return pods.flatMap(known -> known.get(id));
    }

    /**
     * Sessions that name a pod of that name; whether it is the one they live with is another
     * matter.
     */
    List<ResourceID> sessionsOf(Pod pod) {
        return find(
                sessions,
                BY_POD,
                key(pod.getMetadata().getNamespace(), pod.getMetadata().getName()));
    }

    private static List<String> mirroringCluster(Session session) {
        return session.getSpec().managedBy() == ManagedBy.Client
                ? List.of(SessionNames.cluster(session).toString())
                : List.of();
    }

    /** Objects that show sessions of a cluster's clients. */
    List<Session> mirrored(ClusterKey cluster) {
        return sessions.map(known -> known.byIndex(MIRRORED, cluster.toString())).orElse(List.of());
    }

    private static List<String> podOf(Session session) {
        return Optional.ofNullable(session.getSpec().liveness().pod())
                .map(pod -> List.of(key(session.getMetadata().getNamespace(), pod.name())))
                .orElse(List.of());
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    List<ResourceID> sessions(ClusterKey cluster) {
        return find(sessions, BY_CLUSTER, cluster.toString());
    }

    Optional<ResourceID> session(String uid) {
        return find(sessions, BY_UID, uid).stream().findFirst();
    }

    Optional<Session> session(ResourceID id) {
        return sessions.flatMap(known -> known.get(id));
    }

    List<ResourceID> partitions(ClusterKey cluster) {
        return find(partitions, BY_CLUSTER, cluster.toString());
    }

    private static <T extends HasMetadata> List<ResourceID> find(
            Optional<IndexedResourceCache<T>> cache, String index, String key) {
        return cache.map(known -> known.byIndex(index, key)).orElse(List.of()).stream()
                .map(ResourceID::fromResource)
                .toList();
    }
}
