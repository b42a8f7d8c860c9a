package io.multiraft.operator.plan;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pod object says of its pod. */
public final class PodState {

    private static final String READY = "Ready";
    private static final String SUCCEEDED = "Succeeded";
    private static final String FAILED = "Failed";
    private static final String EVICTED = "Evicted";

    /** The condition of a pod that was ended from outside, and its reason when the node is gone. */
    private static final String DISRUPTION_TARGET = "DisruptionTarget";

    private static final String DELETION_BY_POD_GC = "DeletionByPodGC";

    private PodState() {}

    public static boolean ready(Pod pod) {
        return condition(pod, READY).filter(ready -> ready.getStatus().equals("True")).isPresent();
    }

    /** Tells one spell of being not ready from the next; no clock of ours is behind it. */
    public static String readyTransition(Pod pod) {
        return condition(pod, READY).map(PodCondition::getLastTransitionTime).orElse("");
    }

    /** Why the pod has ended, as a {@link SessionReasons reason}; empty while it has not. */
    public static Optional<String> end(Pod pod) {
        if (SUCCEEDED.equals(phase(pod))) {
            return Optional.of(SessionReasons.POD_SUCCEEDED);
        } else if (!FAILED.equals(phase(pod))) {
            return Optional.empty();
        } else if (EVICTED.equals(pod.getStatus().getReason())) {
            return Optional.of(SessionReasons.POD_EVICTED);
        }
        boolean nodeGone =
                condition(pod, DISRUPTION_TARGET)
                        .filter(target -> DELETION_BY_POD_GC.equals(target.getReason()))
                        .isPresent();
        return Optional.of(nodeGone ? SessionReasons.NODE_GONE : SessionReasons.POD_FAILED);
    }

    static boolean terminating(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /**
     * Whether no container of the pod runs, nor ever will. Known of a pod that was to go before it
     * had a node, and when a kubelet says Succeeded or Failed, which it does when all have stopped.
     * When a node is gone the control plane says Failed too, without having heard of the
     * containers. That each has ended proves nothing in a pod that goes on, or that is about to go:
     * one may have been started again since.
     */
    public static boolean stopped(Pod pod) {
        if (terminating(pod) && neverScheduled(pod)) {
            return true;
        }
        return end(pod).filter(reason -> !reason.equals(SessionReasons.NODE_GONE)).isPresent()
                && containers(pod.getStatus())
                        .map(ContainerStatus::getState)
                        .noneMatch(state -> state != null && state.getRunning() != null);
    }

    private static boolean neverScheduled(Pod pod) {
        return pod.getSpec() == null || isBlank(pod.getSpec().getNodeName());
    }

    private static Stream<ContainerStatus> containers(PodStatus status) {
        return status == null
                ? Stream.empty()
                : Stream.of(
                                status.getInitContainerStatuses(),
                                status.getContainerStatuses(),
                                status.getEphemeralContainerStatuses())
                        .flatMap(List::stream);
    }

    private static String phase(Pod pod) {
        return pod.getStatus() == null ? null : pod.getStatus().getPhase();
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return Optional.ofNullable(pod.getStatus())
                .map(PodStatus::getConditions)
                .orElse(List.of())
                .stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
