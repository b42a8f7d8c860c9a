package io.multiraft.e2e.support;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our kinds, read as any program without our classes reads them. */
public final class Objects {

    private final KubernetesClient kubernetes;

    Objects(KubernetesClient kubernetes) {
        this.kubernetes = kubernetes;
    }

    public Optional<GenericKubernetesResource> session(String namespace, String name) {
        return get("runtime.atomix.io/v1", "Session", namespace, name);
    }

    public Optional<GenericKubernetesResource> cluster(String namespace, String name) {
        return get("multiraft.atomix.io/v1", "MultiRaftCluster", namespace, name);
    }

    public List<GenericKubernetesResource> sessions(String namespace) {
        return kubernetes
                .genericKubernetesResources("runtime.atomix.io/v1", "Session")
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    public List<GenericKubernetesResource> partitions(String namespace) {
        return kubernetes
                .genericKubernetesResources("multiraft.atomix.io/v1", "Partition")
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    private Optional<GenericKubernetesResource> get(
            String apiVersion, String kind, String namespace, String name) {
        return Optional.ofNullable(
                kubernetes
                        .genericKubernetesResources(apiVersion, kind)
                        .inNamespace(namespace)
                        .withName(name)
                        .get());
    }

    /** {@code status.state}; empty where there is none. */
    public static String state(GenericKubernetesResource session) {
        return Optional.<String>ofNullable(session.get("status", "state")).orElse("");
    }

    /** {@code status.leader} of a partition; empty while nobody leads. */
    public static String leader(GenericKubernetesResource partition) {
        return Optional.<String>ofNullable(partition.get("status", "leader")).orElse("");
    }

    /** {@code status reason message} of a condition; empty where there is none. */
    public static String condition(GenericKubernetesResource resource, String type) {
        List<Map<String, Object>> conditions = resource.get("status", "conditions");
        return conditions == null
                ? ""
                : conditions.stream()
                        .filter(condition -> type.equals(condition.get("type")))
                        .map(
                                condition ->
                                        condition.get("status")
                                                + " "
                                                + condition.get("reason")
                                                + " "
                                                + condition.get("message"))
                        .findFirst()
                        .orElse("");
    }
}
