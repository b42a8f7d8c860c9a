package io.multiraft.e2e.support;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.multiraft.client.MultiRaftClient;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A MultiRaftCluster and what belongs to it. */
public final class RaftCluster implements AutoCloseable {

    public static final int API_PORT = 5678;

    /** An operation that fails after that has failed: nothing is ever away for so long. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KubernetesClient kubernetes;
    private final Objects objects;
    private final String namespace;
    private final String name;
    private final SharedIndexInformer<Pod> pods;

    RaftCluster(KubernetesClient kubernetes, Objects objects, String namespace, String name) {
        this.kubernetes = kubernetes;
        this.objects = objects;
        this.namespace = namespace;
        this.name = name;
        this.pods =
                kubernetes
                        .pods()
                        .inNamespace(namespace)
                        .withLabel("multiraft.atomix.io/cluster", name)
                        .inform();
    }

    public String namespace() {
        return namespace;
    }

    public String name() {
        return name;
    }

    /** By name. */
    public List<Pod> pods() {
        return kubernetes
                .pods()
                .inNamespace(namespace)
                .withLabel("multiraft.atomix.io/cluster", name)
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
    }

    public Pod pod(String podName) {
        return kubernetes.pods().inNamespace(namespace).withName(podName).require();
    }

    /** {@code address:port} of every pod, as watched: follows pods that come and go. */
    public List<String> endpoints() {
        return pods.getStore().list().stream()
                .map(pod -> pod.getStatus().getPodIP())
                .filter(address -> address != null && !address.isEmpty())
                .map(address -> address + ":" + API_PORT)
                .sorted()
                .toList();
    }

    /** {@code address:port} of the Service for clients. */
    public String service() {
        return kubernetes
                        .services()
                        .inNamespace(namespace)
                        .withName(name)
                        .require()
                        .getSpec()
                        .getClusterIP()
                + ":"
                + API_PORT;
    }

    public MultiRaftClient client() {
        return MultiRaftClient.builder().endpoints(this::endpoints).deadline(PATIENCE).build();
    }

    public GenericKubernetesResource object() {
        return objects.cluster(namespace, name).orElseThrow();
    }

    /**
     * Leaders by partition, as {@code kubectl get partitions} shows them; empty while none leads.
     */
    public Map<Integer, String> leaders() {
        Map<Integer, String> leaders = new TreeMap<>();
        for (GenericKubernetesResource partition : partitions()) {
            leaders.put(partition.get("spec", "id"), Objects.leader(partition));
        }
        return leaders;
    }

    private List<GenericKubernetesResource> partitions() {
        return objects.partitions(namespace).stream()
                .filter(partition -> name.equals(partition.get("spec", "cluster")))
                .toList();
    }

    /** All members keep up, such as 3/3. */
    private static boolean whole(GenericKubernetesResource partition) {
        return partition.<String>get("status", "readyMembers").matches("([0-9]+)/\\1");
    }

    public boolean ready() {
        GenericKubernetesResource cluster = object();
        List<Pod> now = pods();
        return Objects.condition(cluster, "Ready").startsWith("True")
                && now.size() == cluster.<Integer>get("spec", "nodes")
                && now.stream().allMatch(Pods::upToStay)
                && leaders().values().stream().noneMatch(String::isEmpty)
                && partitions().stream().allMatch(RaftCluster::whole);
    }

    /**
     * Waits until another pod of the same name, or another container in the pod, took the place.
     */
    public void awaitSuccessor(Pod before) {
        String podName = before.getMetadata().getName();
        Await.soon("a successor of " + podName)
                .until(
                        () -> {
                            Pod now = pod(podName);
                            return !now.getMetadata().getUid().equals(before.getMetadata().getUid())
                                    || restarts(now) > restarts(before);
                        });
    }

    private static int restarts(Pod pod) {
        return pod.getStatus().getContainerStatuses().get(0).getRestartCount();
    }

    /** Waits until all is well. */
    public void awaitReady() {
        Await.soon("cluster " + namespace + "/" + name + " Ready").until(this::ready);
    }

    /** Waits until each partition is led by its preferred leader, the first of its members. */
    public void awaitPreferredLeaders() {
        Await.soon("every partition of " + name + " led by its preferred leader")
                .until(() -> leaders().equals(preferredLeaders()));
    }

    private Map<Integer, String> preferredLeaders() {
        Map<Integer, String> preferred = new TreeMap<>();
        for (GenericKubernetesResource partition : partitions()) {
            preferred.put(partition.get("spec", "id"), partition.get("spec", "members", 0));
        }
        return preferred;
    }

    /** A pod that leads a partition, as last observed; waits while nobody does. */
    public Pod leaderOf(int partitionId) {
        return Await.soon("a leader of partition " + partitionId)
                .until(() -> pod(leaders().get(partitionId)), pod -> pod != null);
    }

    /** Terms by partition, as {@code kubectl get partitions} shows them. */
    public Map<Integer, Long> terms() {
        Map<Integer, Long> terms = new TreeMap<>();
        for (GenericKubernetesResource partition : partitions()) {
            terms.put(
                    partition.get("spec", "id"),
                    partition.<Number>get("status", "term").longValue());
        }
        return terms;
    }

    @Override
    public void close() {
        pods.close();
    }
}
