package io.multiraft.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Breaks things, and mends what it broke. */
public final class Faults {

    private final LocalCluster cluster;
    private final KubernetesClient kubernetes;

    Faults(LocalCluster cluster, KubernetesClient kubernetes) {
        this.cluster = cluster;
        this.kubernetes = kubernetes;
    }

    /** Ends the process of a pod without a word; the kubelet starts it again. */
    public void killProcess(Pod pod) {
        Progress.say("killing the process of " + pod.getMetadata().getName());
        if (!Processes.of(pod).orElseThrow().destroyForcibly()) {
            throw new IllegalStateException("the process could not be killed");
        }
    }

    /**
     * Deletes pods at once and without grace; they come back by their StatefulSet. Returns when
     * their processes have ended: the kubelet takes a moment after the objects are gone.
     */
    public void deletePods(List<Pod> pods) {
        Progress.say("deleting " + pods.stream().map(pod -> pod.getMetadata().getName()).toList());
        List<ProcessHandle> processes =
                pods.stream().flatMap(pod -> Processes.of(pod).stream()).toList();
        pods.parallelStream().forEach(pod -> kubernetes.resource(pod).withGracePeriod(0).delete());
        Await.soon("the processes ended")
                .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Pulls the cable of a machine. */
    public void cut(String machine) {
        Progress.say("cutting off " + machine);
        cluster.script("cut.sh", machine);
    }

    public void heal(String machine) {
        Progress.say("mending " + machine);
        cluster.script("heal.sh", machine);
    }

    /** Kubernetes forgets a machine, which knows nothing of it and goes on. */
    public void deleteNode(String machine) {
        Progress.say("deleting the node object of " + machine);
        kubernetes.nodes().withName(machine).delete();
    }

    /** A kubelet makes the object of its machine when it starts. */
    public void registerNode(String machine) {
        Progress.say("restarting the kubelet of " + machine);
        String pid = cluster.kubeconfig().resolveSibling("pids/" + machine + "-kubelet").toString();
        cluster.script("enter.sh", machine, "sh", "-c", "kill $(cat '" + pid + "')");
        Await.soon(machine + " registered")
                .until(() -> kubernetes.nodes().withName(machine).get() != null);
    }
}
