package io.multiraft.operator.plan;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.List;

/** Pods in the states that Kubernetes gives them. */
public final class Pods {

    private static final String TIME = "2026-01-01T00:00:00Z";

    private Pods() {}

    /** A pod on a node. */
    public static Pod pod(String namespace, String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName("worker")
                .withTerminationGracePeriodSeconds(30L)
                .addNewContainer()
                .withName("program")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
    }

    /**
     * The status of a pod.
     *
     * @param state pending, starting, ready, not-ready, succeeded, failed, evicted; failed-running
     *     is what is said Failed while its container is not known to have stopped; node-gone is
     *     what the garbage collector makes of the pods of a node that is gone; crashed is between
     *     two starts
     */
    public static PodStatus status(String state) {
        return switch (state) {
            case "pending" -> status("Pending", null, "False").build();
            case "starting", "not-ready" ->
                    status("Running", null, "False").withContainerStatuses(running()).build();
            case "ready" ->
                    status("Running", null, "True").withContainerStatuses(running()).build();
            case "crashed" ->
                    status("Running", null, "False").withContainerStatuses(stopped()).build();
            case "succeeded" ->
                    status("Succeeded", null, "False").withContainerStatuses(stopped()).build();
            case "failed" ->
                    status("Failed", null, "False").withContainerStatuses(stopped()).build();
            case "failed-running" ->
                    status("Failed", null, "True").withContainerStatuses(running()).build();
            case "evicted" ->
                    status("Failed", "Evicted", "False").withContainerStatuses(stopped()).build();
            case "node-gone" ->
                    status("Failed", null, "True")
                            .addNewCondition()
                            .withType("DisruptionTarget")
                            .withStatus("True")
                            .withReason("DeletionByPodGC")
                            .withLastTransitionTime(TIME)
                            .endCondition()
                            .withContainerStatuses(running())
                            .build();
            default -> throw new IllegalArgumentException(state);
        };
    }

    private static PodStatusBuilder status(String phase, String reason, String ready) {
        return new PodStatusBuilder()
                .withPhase(phase)
                .withReason(reason)
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .withLastTransitionTime(TIME)
                .endCondition();
    }

    private static List<ContainerStatus> running() {
        return container(
                new ContainerStateBuilder().withNewRunning().withStartedAt(TIME).endRunning());
    }

    private static List<ContainerStatus> stopped() {
        return container(
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(0)
                        .withFinishedAt(TIME)
                        .endTerminated());
    }

    private static List<ContainerStatus> container(ContainerStateBuilder state) {
        return List.of(
                new ContainerStatusBuilder()
                        .withName("program")
                        .withImage("none")
                        .withImageID("none")
                        .withReady(false)
                        .withRestartCount(0)
                        .withState(state.build())
                        .build());
    }
}
