package io.multiraft.operator.plan;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Optional;

/** What is known of the pod that a session lives with, or is to live with. */
public sealed interface PodObservation {

    /**
     * It is there.
     *
     * @param notReadySince since when it has been seen to be not ready; empty when it is ready
     */
    record Present(Pod pod, Optional<Instant> notReadySince) implements PodObservation {}

    /**
     * There is none of this name, or it is another one.
     *
     * @param last how it was last seen; empty when it was not seen, or went unseen
     */
    record Absent(Optional<Pod> last) implements PodObservation {}
}
