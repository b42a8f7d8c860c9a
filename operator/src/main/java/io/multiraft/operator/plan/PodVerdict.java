package io.multiraft.operator.plan;

import io.multiraft.operator.api.SessionStatus.BoundPod;
import java.time.Duration;
import java.util.Optional;

/**
 * What its pod means for a session.
 *
 * @param pod the pod it lives with; empty when it has found none yet
 * @param reason one of {@link SessionReasons}
 * @param lookAgainAfter when time alone may change the verdict
 */
record PodVerdict(
        Outcome outcome,
        Optional<BoundPod> pod,
        String reason,
        String message,
        Optional<Duration> lookAgainAfter) {

    enum Outcome {
        /** There is no pod for it: it is not opened. */
        NO_POD,
        /** A pod was found. The status names it before anything is opened for it. */
        FOUND,
        /** The pod keeps it alive. */
        ALIVE,
        /** The pod no longer keeps it alive, but may not have stopped yet. */
        HELD,
        /** The session is over. */
        ENDED
    }

    static PodVerdict of(Outcome outcome, Optional<BoundPod> pod, String reason, String message) {
        return new PodVerdict(outcome, pod, reason, message, Optional.empty());
    }
}
