package io.multiraft.operator.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.operator.api.Condition;
import io.multiraft.operator.api.Liveness;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionStatus;
import io.multiraft.operator.api.SessionStatus.BoundPod;
import io.multiraft.operator.plan.PodObservation.Absent;
import io.multiraft.operator.plan.PodObservation.Present;
import io.multiraft.operator.plan.PodVerdict.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether its pod keeps a session alive.
 *
 * <ol>
 *   <li>A session lives with one pod, by UID: the first of its name that is seen and not about to
 *       go. From then on a pod of the same name with another UID is as good as none.
 *   <li>A pod that was never ready is starting, however long that takes. One that was is given the
 *       grace each time it is not ready.
 *   <li>Deleted, failed, finished or not ready for longer, it keeps the session alive no more.
 *   <li>With {@code waitForStop} the session then goes on until the containers are known to have
 *       stopped. What cannot be known, a person must say, by deleting the session.
 *   <li>A verdict that ended the session holds, whatever the pod does after.
 * </ol>
 */
public final class PodPlanner {

    /** A session whose pod is gone, but which has not ended. */
    private static final Set<String> HELD =
            Set.of(SessionReasons.WAITING_FOR_STOP, SessionReasons.STOP_UNKNOWN);

    private final Session session;
    private final Liveness liveness;
    private final Optional<BoundPod> bound;
    private final Optional<Condition> previous;
    private final Instant now;
    private final String name;

    private PodPlanner(Session session, Instant now) {
        Optional<SessionStatus> status = Optional.ofNullable(session.getStatus());
        this.session = session;
        this.liveness = session.getSpec().liveness();
        this.bound = status.map(SessionStatus::pod);
        this.previous =
                status.flatMap(
                        before -> Conditions.find(before.conditions(), Conditions.POD_ALIVE));
        this.now = now;
        this.name = "pod " + liveness.pod().name();
    }

    static PodVerdict judge(Session session, PodObservation observed, Instant now) {
        return new PodPlanner(session, now).judge(observed);
    }

    /** UID of the pod that the session lives with, as far as that is settled. */
    public static Optional<String> uid(Session session) {
        return Optional.ofNullable(session.getStatus())
                .map(SessionStatus::pod)
                .map(BoundPod::uid)
                .or(() -> Optional.ofNullable(session.getSpec().liveness().pod().uid()));
    }

    private PodVerdict judge(PodObservation observed) {
        Optional<Condition> ended =
                previous.filter(
                        condition -> !condition.holds() && !HELD.contains(condition.reason()));
        if (bound.isEmpty()) {
            return find(observed);
        } else if (ended.isPresent()) {
            return PodVerdict.of(Outcome.ENDED, bound, ended.get().reason(), ended.get().message());
        } else if (observed instanceof Present present) {
            return look(present.pod(), present.notReadySince());
        }
        Optional<Pod> last = ((Absent) observed).last();
        String reason = last.flatMap(PodState::end).orElse(SessionReasons.POD_DELETED);
        return over(reason, explain(reason), last.filter(PodState::stopped).isPresent(), false);
    }

    private PodVerdict find(PodObservation observed) {
        if (observed instanceof Present present
                && !PodState.terminating(present.pod())
                && PodState.end(present.pod()).isEmpty()) {
            BoundPod pod = new BoundPod(present.pod().getMetadata().getUid());
            return new PodVerdict(
                    Outcome.FOUND,
                    Optional.of(pod),
                    SessionReasons.POD_STARTING,
                    starting(),
                    Optional.of(Duration.ZERO));
        }
        String which =
                uid(session).map(uid -> name + " with UID " + uid).orElse(name)
                        + " in namespace "
                        + session.getMetadata().getNamespace();
        String message =
                observed instanceof Present
                        ? which + " is about to go, or has ended; waiting for one that runs"
                        : "there is no " + which + "; the session is opened when there is";
        return PodVerdict.of(
                Outcome.NO_POD, Optional.empty(), SessionReasons.POD_NOT_FOUND, message);
    }

    private PodVerdict look(Pod pod, Optional<Instant> notReadySince) {
        Optional<String> end = PodState.end(pod);
        if (end.isPresent()) {
            boolean mayTell = !end.get().equals(SessionReasons.NODE_GONE);
            return over(end.get(), explain(end.get()), PodState.stopped(pod), mayTell);
        } else if (notReadySince.isEmpty()) {
            return alive(SessionReasons.POD_READY, name + " is ready");
        } else if (!wasReady()) {
            return alive(SessionReasons.POD_STARTING, starting());
        }
        Duration grace = Durations.parse(liveness.graceOrDefault());
        Duration left = grace.minus(Duration.between(notReadySince.get(), now));
        String spell = "not ready for longer than " + liveness.graceOrDefault();
        if (left.isNegative() || left.isZero()) {
            boolean stopped = PodState.stopped(pod);
            return over(SessionReasons.POD_NOT_READY, name + " has been " + spell, stopped, true);
        }
        return new PodVerdict(
                Outcome.ALIVE,
                bound,
                SessionReasons.POD_NOT_READY,
                name + " is not ready; the session ends when it is " + spell,
                Optional.of(left));
    }

    /** Its condition says so: from the first time it was ready, the reason is another. */
    private boolean wasReady() {
        return previous.filter(before -> !before.reason().equals(SessionReasons.POD_STARTING))
                .isPresent();
    }

    /**
     * The pod keeps the session alive no more: it ends now, or when the containers have stopped.
     *
     * @param stopped whether they are known to have
     * @param mayTell whether the pod may still tell that they have
     */
    private PodVerdict over(String reason, String why, boolean stopped, boolean mayTell) {
        if (stopped || !liveness.waitsForStop()) {
            return PodVerdict.of(Outcome.ENDED, bound, reason, why);
        } else if (mayTell) {
            return PodVerdict.of(
                    Outcome.HELD,
                    bound,
                    SessionReasons.WAITING_FOR_STOP,
                    why + "; the session ends when its containers have stopped");
        }
        return PodVerdict.of(
                Outcome.HELD,
                bound,
                SessionReasons.STOP_UNKNOWN,
                why + ", and nobody saw its containers stop: delete the session when they have");
    }

    private PodVerdict alive(String reason, String message) {
        return PodVerdict.of(Outcome.ALIVE, bound, reason, message);
    }

    private String starting() {
        return name + " has not been ready yet";
    }

    private String explain(String reason) {
        return switch (reason) {
            case SessionReasons.POD_SUCCEEDED -> name + " has finished";
            case SessionReasons.POD_EVICTED -> name + " was evicted";
            case SessionReasons.NODE_GONE -> name + " was on a node that is gone";
            case SessionReasons.POD_FAILED -> name + " has failed";
            default -> name + " was deleted";
        };
    }
}
