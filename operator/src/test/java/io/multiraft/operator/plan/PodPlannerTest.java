package io.multiraft.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.operator.Objects;
import io.multiraft.operator.api.Condition;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.api.SessionStatus;
import io.multiraft.operator.api.SessionStatus.BoundPod;
import io.multiraft.operator.plan.PodObservation.Absent;
import io.multiraft.operator.plan.PodObservation.Present;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodPlannerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");
    private static final String UID = "uid-of-pod";

    /**
     * Before: reason of PodAlive so far. Pod: as it is, or, with gone in front, as it was last
     * seen; nothing behind gone is that nobody saw it go; a star is being deleted. Not ready: for
     * how many seconds, of a grace of ten. Then the outcome without and with waitForStop.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # before         | pod                 | not ready | outcome              | with waitForStop
                      PodStarting    | pending             | 500       | ALIVE PodStarting    | ALIVE PodStarting
                      PodStarting    | starting            | 500       | ALIVE PodStarting    | ALIVE PodStarting
                      PodStarting    | ready               |           | ALIVE PodReady       | ALIVE PodReady
                      PodReady       | ready               |           | ALIVE PodReady       | ALIVE PodReady
                      PodReady       | not-ready           | 0         | ALIVE PodNotReady    | ALIVE PodNotReady
                      PodReady       | not-ready           | 9         | ALIVE PodNotReady    | ALIVE PodNotReady
                      PodNotReady    | ready               |           | ALIVE PodReady       | ALIVE PodReady
                      PodNotReady    | not-ready           | 10        | ENDED PodNotReady    | HELD WaitingForStop
                      PodNotReady    | crashed             | 10        | ENDED PodNotReady    | HELD WaitingForStop
                      WaitingForStop | not-ready           | 99        | ENDED PodNotReady    | HELD WaitingForStop
                      WaitingForStop | ready               |           | ALIVE PodReady       | ALIVE PodReady
                      WaitingForStop | failed              | 99        | ENDED PodFailed      | ENDED PodFailed
                      PodReady       | *ready              |           | ALIVE PodReady       | ALIVE PodReady
                      PodReady       | *crashed            | 1         | ALIVE PodNotReady    | ALIVE PodNotReady
                      PodReady       | *crashed            | 10        | ENDED PodNotReady    | HELD WaitingForStop
                      PodReady       | succeeded           | 0         | ENDED PodSucceeded   | ENDED PodSucceeded
                      PodStarting    | succeeded           | 0         | ENDED PodSucceeded   | ENDED PodSucceeded
                      PodReady       | failed              | 0         | ENDED PodFailed      | ENDED PodFailed
                      PodReady       | failed-running      |           | ENDED PodFailed      | HELD WaitingForStop
                      PodReady       | evicted             | 0         | ENDED PodEvicted     | ENDED PodEvicted
                      PodReady       | node-gone           |           | ENDED NodeGone       | HELD StopUnknown
                      PodReady       | gone *succeeded     |           | ENDED PodSucceeded   | ENDED PodSucceeded
                      PodReady       | gone *failed        |           | ENDED PodFailed      | ENDED PodFailed
                      PodReady       | gone ready          |           | ENDED PodDeleted     | HELD StopUnknown
                      PodReady       | gone *ready         |           | ENDED PodDeleted     | HELD StopUnknown
                      PodReady       | gone *crashed       |           | ENDED PodDeleted     | HELD StopUnknown
                      PodReady       | gone node-gone      |           | ENDED NodeGone       | HELD StopUnknown
                      PodReady       | gone                |           | ENDED PodDeleted     | HELD StopUnknown
                      StopUnknown    | gone                |           | ENDED PodDeleted     | HELD StopUnknown
                      PodStarting    | gone pending        |           | ENDED PodDeleted     | HELD StopUnknown
                    """)
    void sessionLivesAsLongAsItsPod(
            String before, String pod, Integer notReady, String outcome, String whenItWaits) {
        assertThat(words(judge("{}", before, pod, notReady))).isEqualTo(outcome);
        assertThat(words(judge("{waitForStop: true}", before, pod, notReady)))
                .isEqualTo(whenItWaits);
    }

    @Test
    void podThatNeverHadANodeHasNoContainersToWaitFor() {
        Pod pod = pod("*pending");
        pod.getSpec().setNodeName(null);
        Session session = session("{waitForStop: true}", "PodStarting");
        assertThat(words(PodPlanner.judge(session, new Absent(Optional.of(pod)), NOW)))
                .isEqualTo("ENDED PodDeleted");
        // Seen last before it was to go: it may have got a node since.
        pod.getMetadata().setDeletionTimestamp(null);
        assertThat(words(PodPlanner.judge(session, new Absent(Optional.of(pod)), NOW)))
                .isEqualTo("HELD StopUnknown");
    }

    /** The pod may be well again while a partition has yet to close the session. */
    @ParameterizedTest
    @CsvSource({"PodNotReady, ready", "PodFailed, ready", "PodDeleted, gone"})
    void whatEndedTheSessionHolds(String reason, String pod) {
        Session session = session("{waitForStop: true}", null);
        session.setStatus(status(new BoundPod(UID), condition(Condition.Status.False, reason)));
        assertThat(words(PodPlanner.judge(session, observation(pod, null), NOW)))
                .isEqualTo("ENDED " + reason);
    }

    @Test
    void looksAgainWhenTheGraceIsOver() {
        assertThat(judge("{grace: 1m}", "PodReady", "not-ready", 20).lookAgainAfter())
                .contains(Duration.ofSeconds(40));
        assertThat(judge("{grace: 0s}", "PodReady", "not-ready", 0).outcome())
                .isEqualTo(PodVerdict.Outcome.ENDED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    starting  | FOUND PodStarting  |
                    ready     | FOUND PodStarting  |
                    *ready    | NO_POD PodNotFound | is about to go, or has ended
                    succeeded | NO_POD PodNotFound | is about to go, or has ended
                    gone      | NO_POD PodNotFound | there is no pod p in namespace n
                    """)
    void findsTheFirstPodThatIsNotAboutToGo(String pod, String outcome, String words) {
        PodVerdict verdict = PodPlanner.judge(session("{}", null), observation(pod, null), NOW);
        assertThat(words(verdict)).isEqualTo(outcome);
        assertThat(verdict.message()).contains(words == null ? "" : words);
        assertThat(verdict.pod().map(BoundPod::uid))
                .isEqualTo(outcome.startsWith("FOUND") ? Optional.of(UID) : Optional.empty());
    }

    @Test
    void podWithAnotherUidThanTheSpecSaysIsNotItsPod() {
        Session session = session("{}", null);
        session.setSpec(
                Objects.session(
                                "n",
                                "s",
                                "{cluster: c, liveness: {type: Pod, pod: {name: p, uid: other}}}")
                        .getSpec());
        assertThat(PodPlanner.uid(session)).contains("other");
        assertThat(PodPlanner.judge(session, new Absent(Optional.empty()), NOW).message())
                .contains("there is no pod p with UID other in namespace n");
    }

    // ---- what the tests do

    private static PodVerdict judge(String settings, String before, String pod, Integer notReady) {
        return PodPlanner.judge(session(settings, before), observation(pod, notReady), NOW);
    }

    private static PodObservation observation(String pod, Integer notReady) {
        if (pod.startsWith("gone")) {
            String last = pod.substring("gone".length()).trim();
            return new Absent(last.isEmpty() ? Optional.empty() : Optional.of(pod(last)));
        }
        return new Present(
                pod(pod), Optional.ofNullable(notReady).map(seconds -> NOW.minusSeconds(seconds)));
    }

    private static Pod pod(String state) {
        Pod pod = Pods.pod("n", "p");
        pod.getMetadata().setUid(UID);
        if (state.startsWith("*")) {
            pod.getMetadata().setDeletionTimestamp("2026-01-01T00:00:30Z");
        }
        pod.setStatus(Pods.status(state.replace("*", "")));
        return pod;
    }

    private static Session session(String settings, String before) {
        String spec = "{cluster: c, liveness: {type: Pod, pod: {name: p}, %s}}";
        String inner = settings.substring(1, settings.length() - 1);
        Session session = Objects.session("n", "s", spec.formatted(inner).replace(", }", "}"));
        session.getMetadata().setGeneration(1L);
        if (before != null) {
            boolean held = before.equals("WaitingForStop") || before.equals("StopUnknown");
            session.setStatus(
                    status(
                            new BoundPod(UID),
                            condition(
                                    held ? Condition.Status.False : Condition.Status.True,
                                    before)));
        }
        return session;
    }

    private static Condition condition(Condition.Status status, String reason) {
        return new Condition("PodAlive", status, 1L, "2026-01-01T00:00:00Z", reason, "");
    }

    private static SessionStatus status(BoundPod pod, Condition condition) {
        return new SessionStatus(
                1L, SessionState.OPENED, "", List.of(), 1L, pod, null, List.of(condition));
    }

    private static String words(PodVerdict verdict) {
        return verdict.outcome() + " " + verdict.reason();
    }
}
