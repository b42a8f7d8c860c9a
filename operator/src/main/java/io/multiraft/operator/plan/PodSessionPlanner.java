package io.multiraft.operator.plan;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.observe.ClusterKey;
import io.multiraft.operator.plan.PodSessionPlan.Create;
import io.multiraft.operator.plan.PodSessionPlan.Nothing;
import io.multiraft.operator.plan.PodSessionPlan.Obstacle;
import io.multiraft.operator.plan.PodSessionPlan.Refuse;
import io.multiraft.operator.resources.Labels;
import io.multiraft.operator.resources.PodSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides whether a pod gets a session for its annotation.
 *
 * <p>A session belongs to the pod that owns its object, by UID. One that somebody wrote, or that
 * belongs to another pod, is never touched: the pod does without until that is gone.
 */
public final class PodSessionPlanner {

    private static final Set<String> OURS =
            Set.of(Labels.SESSION, Labels.SESSION_CLUSTER, Labels.SESSION_CONFIG_MAP);

    private PodSessionPlanner() {}

    /** Name of the session that a pod asks for. */
    public static Optional<String> sessionName(Pod pod) {
        return Optional.ofNullable(annotations(pod).get(Labels.SESSION));
    }

    /** Those of a pod's annotations that speak of its session. */
    public static Map<String, String> annotations(Pod pod) {
        Map<String, String> ours = new TreeMap<>();
        Optional.ofNullable(pod.getMetadata().getAnnotations())
                .orElse(Map.of())
                .forEach(
                        (name, value) -> {
                            if (OURS.contains(name)) {
                                ours.put(name, value);
                            }
                        });
        return ours;
    }

    /**
     * @param existing the session of the wanted name, if there is one
     * @param clusters names of the clusters in the pod's namespace
     */
    public static PodSessionPlan plan(Pod pod, Optional<Session> existing, List<String> clusters) {
        Optional<String> name = sessionName(pod);
        if (name.isEmpty() || PodState.terminating(pod) || PodState.end(pod).isPresent()) {
            return new Nothing();
        } else if (!SessionNames.isName(name.get())) {
            return new Refuse(
                    Obstacle.SessionAnnotationInvalid,
                    "annotation %s is '%s': a session's name holds only a-z, 0-9 and '-', starts and ends with a letter or digit, and is at most 63 characters long"
                            .formatted(Labels.SESSION, name.get()));
        } else if (existing.isPresent()) {
            return compare(pod, existing.get());
        } else if (configMap(pod).filter(text -> !SessionNames.isSubdomain(text)).isPresent()) {
            return new Refuse(
                    Obstacle.SessionAnnotationInvalid,
                    "annotation %s is '%s': the name of a ConfigMap holds only a-z, 0-9, '-' and '.', with a letter or digit at both ends, and at most 253 characters"
                            .formatted(Labels.SESSION_CONFIG_MAP, configMap(pod).get()));
        }
        String cluster = annotations(pod).get(Labels.SESSION_CLUSTER);
        return cluster == null
                ? inTheOnlyCluster(pod, name.get(), clusters)
                : inNamedCluster(pod, name.get(), cluster);
    }

    private static Optional<String> configMap(Pod pod) {
        return Optional.ofNullable(annotations(pod).get(Labels.SESSION_CONFIG_MAP));
    }

    private static PodSessionPlan compare(Pod pod, Session existing) {
        String name = existing.getMetadata().getName();
        Optional<OwnerReference> owner =
                existing.getMetadata().getOwnerReferences().stream()
                        .filter(reference -> reference.getKind().equals(pod.getKind()))
                        .findFirst();
        if (owner.isEmpty()) {
            return new Refuse(
                    Obstacle.SessionNameTaken,
                    "Session %s exists and was not made for a pod: delete it, or name another in annotation %s"
                            .formatted(name, Labels.SESSION));
        } else if (owner.get().getUid().equals(pod.getMetadata().getUid())) {
            return new Nothing();
        } else if (owner.get().getName().equals(pod.getMetadata().getName())) {
            return new Refuse(
                    Obstacle.SessionOfEarlierPod,
                    "Session %s still belongs to an earlier pod of this name, and goes with that by itself"
                            .formatted(name));
        }
        return new Refuse(
                Obstacle.SessionNameTaken,
                "Session %s belongs to pod %s: name another in annotation %s"
                        .formatted(name, owner.get().getName(), Labels.SESSION));
    }

    private static PodSessionPlan inTheOnlyCluster(Pod pod, String name, List<String> clusters) {
        String namespace = pod.getMetadata().getNamespace();
        return clusters.size() == 1
                ? new Create(PodSession.of(pod, name, namespace, clusters.get(0), configMap(pod)))
                : new Refuse(
                        Obstacle.SessionClusterUnclear,
                        "there is %s MultiRaftCluster in namespace %s: name the one to keep session %s in annotation %s, as name or namespace/name"
                                .formatted(
                                        clusters.isEmpty() ? "no" : "more than one",
                                        namespace,
                                        name,
                                        Labels.SESSION_CLUSTER));
    }

    private static PodSessionPlan inNamedCluster(Pod pod, String name, String text) {
        Optional<ClusterKey> cluster = SessionNames.cluster(text, pod.getMetadata().getNamespace());
        return cluster.<PodSessionPlan>map(
                        key ->
                                new Create(
                                        PodSession.of(
                                                pod,
                                                name,
                                                key.namespace(),
                                                key.name(),
                                                configMap(pod))))
                .orElseGet(
                        () ->
                                new Refuse(
                                        Obstacle.SessionAnnotationInvalid,
                                        "annotation %s is '%s': write the name of a MultiRaftCluster, or namespace/name"
                                                .formatted(Labels.SESSION_CLUSTER, text)));
    }
}
