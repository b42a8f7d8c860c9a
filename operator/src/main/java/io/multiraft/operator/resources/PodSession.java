package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.operator.api.Liveness;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionSpec;
import java.util.Optional;

/** The session that a pod gets for its annotation. */
public final class PodSession {

    private PodSession() {}

    /**
     * @param name of the session
     * @param clusterNamespace of the cluster that keeps it
     * @param cluster name of that cluster
     * @param configMap name of the ConfigMap that is to tell of the session; empty for none
     */
    public static Session of(
            Pod pod,
            String name,
            String clusterNamespace,
            String cluster,
            Optional<String> configMap) {
        String namespace = pod.getMetadata().getNamespace();
        Session session = new Session();
        session.setMetadata(
                new ObjectMetaBuilder()
                        .withName(name)
                        .withNamespace(namespace)
                        .withOwnerReferences(Owner.of(pod))
                        .build());
        Liveness.PodReference reference =
                new Liveness.PodReference(
                        pod.getMetadata().getName(), null, pod.getMetadata().getUid());
        session.setSpec(
                new SessionSpec(
                        cluster,
                        clusterNamespace.equals(namespace) ? null : clusterNamespace,
                        null,
                        null,
                        null,
                        null,
                        new Liveness(Liveness.Type.Pod, reference, null, null),
                        configMap.map(SessionSpec.Projection::new).orElse(null),
                        null,
                        SessionSpec.ManagedBy.Operator));
        return session;
    }
}
