package io.multiraft.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The operator, installed by the chart. */
public final class Operator {

    public static final String NAMESPACE = "multiraft-system";

    private static final String RELEASE = "multiraft";
    private static final Duration HELM = Duration.ofMinutes(3);

    private final LocalCluster cluster;
    private final Kubectl kubectl;
    private final KubernetesClient kubernetes;

    Operator(LocalCluster cluster, Kubectl kubectl, KubernetesClient kubernetes) {
        this.cluster = cluster;
        this.kubectl = kubectl;
        this.kubernetes = kubernetes;
    }

    /** Gives the images of this build to the machines. */
    public void loadImages() {
        Progress.say("loading the images");
        cluster.script(
                "load.sh",
                cluster.project()
                        .resolve("partition-node/node/target/multiraft-node.tar")
                        .toString(),
                cluster.project().resolve("operator/target/multiraft-operator.tar").toString());
    }

    /** Returns when Helm does. */
    public void install(String... settings) {
        Progress.say("helm install");
        kubectl.run("apply", "-f", cluster.project().resolve("deploy/namespace.yaml").toString());
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "upgrade",
                                "--install",
                                RELEASE,
                                cluster.project().resolve("charts/multiraft-operator").toString()));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        helm(arguments.toArray(String[]::new)).orThrow();
    }

    public void uninstall() {
        Progress.say("helm uninstall");
        helm("uninstall", RELEASE, "--wait").orThrow();
        awaitGone();
    }

    public void awaitReady() {
        Await.soon("an operator ready").until(() -> pods().stream().anyMatch(Pods::upToStay));
    }

    public void awaitGone() {
        Await.soon("no operator any more").until(() -> pods().isEmpty());
    }

    /** {@code helm test}; the result has the logs of its pod. */
    public Command.Result test() {
        return helm("test", RELEASE, "--logs");
    }

    private Command.Result helm(String... arguments) {
        List<String> line = new ArrayList<>(List.of("helm", "--namespace", NAMESPACE));
        line.addAll(List.of(arguments));
        return cluster.command().run(HELM, "", line);
    }

    public List<Pod> pods() {
        return kubernetes
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/name", "multiraft-operator")
                .list()
                .getItems();
    }

    /** Starts as many as there should be, or stops all with 0; returns when that is so. */
    public void scale(int replicas) {
        Progress.say("operator: " + replicas + " replicas");
        kubectl.run(
                "-n",
                NAMESPACE,
                "scale",
                "deployment/multiraft-operator",
                "--replicas=" + replicas);
        Await.soon(replicas + " operator pods ready and no other")
                .until(
                        () -> {
                            List<Pod> pods = pods();
                            return pods.size() == replicas
                                    && pods.stream().allMatch(Pods::upToStay);
                        });
    }
}
