package io.multiraft.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes down what can be known after a failure. */
final class Diagnostics {

    private final Kubectl kubectl;
    private final KubernetesClient kubernetes;

    Diagnostics(Kubectl kubectl, KubernetesClient kubernetes) {
        this.kubectl = kubectl;
        this.kubernetes = kubernetes;
    }

    /** To {@code target/e2e/<test>/}; what cannot be had is skipped. */
    void dump(String test) {
        Path directory = Path.of("target", "e2e", test);
        Progress.say("failed: " + test + "; what there is to know is in " + directory);
        write(directory, "objects.txt", "get", "all,atomix,pvc,cm,nodes", "-A", "-o", "wide");
        write(directory, "atomix.yaml", "get", "atomix", "-A", "-o", "yaml");
        write(directory, "pods.txt", "describe", "pods", "-A");
        write(directory, "events.txt", "get", "events", "-A", "--sort-by=.lastTimestamp");
        for (Pod pod : pods()) {
            String namespace = pod.getMetadata().getNamespace();
            String name = pod.getMetadata().getName();
            write(directory, name + ".log", "logs", "-n", namespace, name, "--tail=2000");
            write(directory, name + ".previous.log", "logs", "-n", namespace, name, "-p");
        }
    }

    private List<Pod> pods() {
        try {
            return kubernetes
                    .pods()
                    .inAnyNamespace()
                    .withLabelIn("app.kubernetes.io/name", "multiraft-node", "multiraft-operator")
                    .list()
                    .getItems();
        } catch (RuntimeException e) {
            Progress.say("no pods can be listed: " + e.getMessage());
            return List.of();
        }
    }

    private void write(Path directory, String file, String... arguments) {
        try {
            Command.Result result = kubectl.attempt("", arguments);
            if (result.exitCode() == 0) {
                Files.createDirectories(directory);
                Files.writeString(directory.resolve(file), result.output());
            }
        } catch (IOException | RuntimeException e) {
            Progress.say("no " + file + ": " + e.getMessage());
        }
    }
}
