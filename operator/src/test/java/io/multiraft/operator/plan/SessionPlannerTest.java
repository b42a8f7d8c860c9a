package io.multiraft.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.operator.Objects;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.api.SessionStatus;
import io.multiraft.operator.api.SessionStatus.BoundPod;
import io.multiraft.operator.api.SessionStatus.PartitionSession;
import io.multiraft.operator.observe.ListedSession;
import io.multiraft.operator.observe.PartitionListing;
import io.multiraft.operator.plan.SessionObservation.ClusterView;
import io.multiraft.operator.plan.SessionPlanner.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionPlannerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String UID = "uid-1";
    private static final String POD_UID = "uid-of-pod";

    /**
     * Three partitions each. Before: what the status says, O open, L closing, C closed, - nothing.
     * Listed: O open, C closed, E expired, - not listed, ? not asked yet. Actions: o1 opens on 1,
     * c2 closes on 2.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # before | listed | state   | open | reason          | actions
                      ---    | ???    | OPENING | 0/3  | ClusterNotReady |
                      ---    | ---    | OPENING | 0/3  | Opening         | o1 o2 o3
                      ---    | O--    | OPENING | 1/3  | Opening         | o2 o3
                      ---    | O-?    | OPENING | 1/3  | ClusterNotReady | o2
                      ---    | OOO    | OPENED  | 3/3  | Opened          |
                      OOO    | OOO    | OPENED  | 3/3  | Opened          |
                      OOO    | ???    | OPENED  | 3/3  | Opened          |
                      OOO    | O?O    | OPENED  | 3/3  | Opened          |
                      OOO    | OEO    | CLOSING | 0/3  | Closing         | c1 c3
                      OOO    | CEC    | CLOSED  | 0/3  | Expired         |
                      OOO    | CCC    | CLOSED  | 0/3  | Closed          |
                      OOO    | E?C    | CLOSING | 0/3  | Closing         | c2
                      OLC    | E?C    | CLOSING | 0/3  | Closing         | c2
                      ---    | E?-    | CLOSING | 0/3  | Closing         |
                      ---    | E--    | CLOSED  | 0/3  | Expired         |
                      OOO    | O-O    | CLOSING | 0/3  | Closing         | c1 c3
                      OOO    | ---    | CLOSED  | 0/3  | Lost            |
                    """)
    void standsWhereItsPartitionsSay(
            String before,
            String listed,
            String state,
            String open,
            String reason,
            String actions) {
        SessionPlan plan = plan(session("{cluster: c}", before), listed, Map.of());
        assertThat(plan.status().state()).isEqualTo(SessionState.valueOf(state));
        assertThat(plan.status().openPartitions()).isEqualTo(open);
        assertThat(Conditions.readyReason(plan.status().conditions())).isEqualTo(reason);
        assertThat(words(plan.actions())).isEqualTo(actions == null ? "" : actions);
    }

    @ParameterizedTest
    @CsvSource({
        "Counter, 1", "Value, 1", "Lock, 1", "LeaderElection, 1", "IndexedMap, 1",
        "Map, 5", "Set, 5", "CounterMap, 5", "MultiMap, 5", ", 5"
    })
    void kindSaysOnHowManyPartitionsItLives(String kind, int count) {
        Session session =
                session("{cluster: c, kind: %s, primitive: {id: x}}".formatted(kind), "---");
        assertThat(SessionPlanner.partitions(session, 5)).hasSize(count);
    }

    @Test
    void sessionOlderThanTheListIsNotLost() {
        Session session = session("{cluster: c, kind: Counter, primitive: {id: x}}", "---");
        int partition = SessionPlanner.partitions(session, 3).get(0);
        session.setStatus(
                status(List.of(new PartitionSession(partition, 90L, 1L, SessionState.OPENED))));
        SessionPlan plan =
                SessionPlanner.plan(
                        session,
                        new SessionObservation(
                                Optional.of(new ClusterView(3, true)),
                                Map.of(partition, new PartitionListing(80, 1, Map.of())),
                                Optional.empty()),
                        Map.of(),
                        NOW);
        assertThat(plan.status().state()).isEqualTo(SessionState.OPENED);
    }

    @Test
    void closedIsForGood() {
        Session session = session("{cluster: c}", "OOO");
        session.setStatus(plan(session, "EEE", Map.of()).status());
        SessionPlan later = plan(session, "OOO", Map.of());
        assertThat(later.status()).isEqualTo(session.getStatus());
        assertThat(later.actions()).isEmpty();
    }

    @Test
    void objectIsDueSomeTimeAfterItsSessionClosed() {
        Session session = session("{cluster: c, ttlAfterClosed: 1m}", "OOO");
        SessionPlan closed = plan(session, "EEE", Map.of());
        assertThat(closed.deleteAfter()).contains(Duration.ofMinutes(1));
        session.setStatus(closed.status());
        SessionPlan later =
                SessionPlanner.plan(
                        session,
                        new SessionObservation(Optional.empty(), Map.of(), Optional.empty()),
                        Map.of(),
                        NOW.plusSeconds(61));
        assertThat(later.deleteAfter()).contains(Duration.ZERO);
        assertThat(later.status().state()).isEqualTo(SessionState.CLOSED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {cluster: c}                                 | none    | ClusterNotFound     | there is no MultiRaftCluster n/c
                    {cluster: c, clusterNamespace: m}            | none    | ClusterNotFound     | there is no MultiRaftCluster m/c
                    {cluster: c, clusterNamespace: m}            | refuses | NamespaceNotAllowed | does not list namespace n
                    {cluster: c, kind: Abacus}                   | serves  | KindUnknown         | known are [Counter, Value, Lock
                    {cluster: c, config: {"@type": a/google.protobuf.Duration, value: x}} | serves | ConfigInvalid | config is not a google.protobuf.Duration
                    """)
    void isNowhereWhenThereIsAnObstacle(String spec, String cluster, String reason, String words) {
        Optional<ClusterView> view =
                cluster.equals("none")
                        ? Optional.empty()
                        : Optional.of(new ClusterView(3, cluster.equals("serves")));
        SessionPlan plan =
                SessionPlanner.plan(
                        session(spec, "---"),
                        new SessionObservation(view, Map.of(), Optional.empty()),
                        Map.of(),
                        NOW);
        assertThat(plan.status().state()).isEqualTo(SessionState.NONE);
        assertThat(plan.actions()).isEmpty();
        assertThat(Conditions.readyReason(plan.status().conditions())).isEqualTo(reason);
        assertThat(plan.status().conditions().get(0).message()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"OOO, OOO", "OOO, OEO", "---, ???", "OOO, CCC"})
    void statusAndConditionNameTheGenerationTheyJudge(String before, String listed) {
        Session session = session("{cluster: c}", before);
        session.setStatus(plan(session, listed, Map.of()).status());
        session.getMetadata().setGeneration(7L);
        SessionStatus status = plan(session, listed, Map.of()).status();
        assertThat(status.observedGeneration()).isEqualTo(7);
        assertThat(status.conditions().get(0).observedGeneration()).isEqualTo(7);
    }

    @Test
    void refusalIsTheReason() {
        SessionPlan plan =
                plan(
                        session("{cluster: c}", "---"),
                        "OO-",
                        Map.of(3, new Refusal(SessionReasons.NAME_TAKEN, "taken")));
        assertThat(plan.status().state()).isEqualTo(SessionState.OPENING);
        assertThat(Conditions.readyReason(plan.status().conditions())).isEqualTo("NameTaken");
    }

    @Test
    void versionRisesWithEachAttach() {
        Session session = session("{cluster: c}", "OOO");
        assertThat(plan(session, "OOO", Map.of()).status().version()).isEqualTo(3);
    }

    /**
     * With liveness Pod. Bound: whether the status names the pod. Pod: as in {@link Pods}, or gone.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # before | bound | pod       | listed | state   | reason       | actions
                      ---    | no    | gone      | ---    | NONE    | PodNotFound  |
                      ---    | no    | ready     | ---    | NONE    | Opening      |
                      ---    | yes   | ready     | ---    | OPENING | Opening      | o1 o2 o3
                      OOO    | yes   | ready     | OOO    | OPENED  | Opened       |
                      OOO    | yes   | succeeded | OOO    | CLOSING | Closing      | c1 c2 c3
                      OOO    | yes   | succeeded | OCO    | CLOSING | Closing      | c1 c3
                      OOO    | yes   | gone      | CCC    | CLOSED  | PodDeleted   |
                      OOO    | yes   | failed    | ECC    | CLOSED  | PodFailed    |
                      OOO    | yes   | ready     | OCO    | CLOSING | Closing      | c1 c3
                      OOO    | yes   | ready     | CCC    | CLOSED  | Closed       |
                      ---    | yes   | failed    | ---    | CLOSED  | PodFailed    |
                      ---    | yes   | failed    | O--    | CLOSING | Closing      | c1
                      ---    | yes   | failed    | -?-    | CLOSING | Closing      |
                      OOO    | yes   | failed    | C?C    | CLOSING | Closing      | c2
                    """)
    void livesWithItsPod(
            String before,
            String bound,
            String pod,
            String listed,
            String state,
            String reason,
            String actions) {
        Session session = livingWithAPod(before, bound.equals("yes"));
        SessionPlan plan = plan(session, listed, Map.of(), Optional.of(observed(pod)));
        assertThat(plan.status().state()).isEqualTo(SessionState.valueOf(state));
        assertThat(Conditions.readyReason(plan.status().conditions())).isEqualTo(reason);
        assertThat(words(plan.actions())).isEqualTo(actions == null ? "" : actions);
    }

    /** Or a session would be opened for a pod that nobody remembers. */
    @Test
    void statusNamesThePodBeforeAnythingIsOpenedForIt() {
        SessionPlan plan =
                plan(livingWithAPod("---", false), "---", Map.of(), Optional.of(observed("ready")));
        assertThat(plan.status().pod().uid()).isEqualTo(POD_UID);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.lookAgainAfter()).contains(Duration.ZERO);
    }

    @Test
    void podIsRememberedWhileTheClusterIsAway() {
        Session session = livingWithAPod("---", true);
        SessionStatus before = session.getStatus();
        SessionPlan plan =
                SessionPlanner.plan(
                        session,
                        new SessionObservation(
                                Optional.empty(), Map.of(), Optional.of(observed("failed"))),
                        Map.of(),
                        NOW);
        assertThat(plan.status().state()).isEqualTo(SessionState.NONE);
        assertThat(plan.status().pod()).isEqualTo(before.pod());
        assertThat(Conditions.reason(plan.status().conditions(), Conditions.POD_ALIVE))
                .isEqualTo("PodFailed");
    }

    // ---- what the tests do

    private static Session livingWithAPod(String before, boolean bound) {
        Session session = session("{cluster: c}", before);
        session.setSpec(
                Objects.session("n", "s", "{cluster: c, liveness: {type: Pod, pod: {name: p}}}")
                        .getSpec());
        if (bound) {
            List<PartitionSession> parts =
                    session.getStatus() == null ? List.of() : session.getStatus().partitions();
            session.setStatus(
                    new SessionStatus(
                            1L,
                            SessionState.OPENED,
                            "",
                            parts,
                            1L,
                            new BoundPod(POD_UID),
                            null,
                            List.of()));
        }
        return session;
    }

    private static PodObservation observed(String state) {
        if (state.equals("gone")) {
            return new PodObservation.Absent(Optional.empty());
        }
        Pod pod = Pods.pod("n", "p");
        pod.getMetadata().setUid(POD_UID);
        pod.setStatus(Pods.status(state));
        return new PodObservation.Present(
                pod, PodState.ready(pod) ? Optional.empty() : Optional.of(NOW));
    }

    private static Session session(String spec, String before) {
        // The API server would fill that in.
        String whole =
                spec.replace("kind: null, ", "").replaceFirst("}$", ", liveness: {type: Client}}");
        Session session = Objects.session("n", "s", whole);
        session.getMetadata().setUid(UID);
        session.getMetadata().setGeneration(1L);
        List<PartitionSession> parts = new ArrayList<>();
        for (int i = 0; i < before.length(); i++) {
            SessionState state =
                    switch (before.charAt(i)) {
                        case 'O' -> SessionState.OPENED;
                        case 'L' -> SessionState.CLOSING;
                        case 'C' -> SessionState.CLOSED;
                        default -> SessionState.NONE;
                    };
            if (state != SessionState.NONE) {
                parts.add(new PartitionSession(i + 1, 10L + i, 1L, state));
            }
        }
        if (!parts.isEmpty()) {
            session.setStatus(status(parts));
        }
        return session;
    }

    private static SessionStatus status(List<PartitionSession> parts) {
        return new SessionStatus(1L, SessionState.OPENED, "", parts, 1L, null, null, List.of());
    }

    private static SessionPlan plan(
            Session session, String listed, Map<Integer, Refusal> refusals) {
        return plan(session, listed, refusals, Optional.empty());
    }

    private static SessionPlan plan(
            Session session,
            String listed,
            Map<Integer, Refusal> refusals,
            Optional<PodObservation> pod) {
        Map<Integer, PartitionListing> listings = new TreeMap<>();
        for (int i = 0; i < listed.length(); i++) {
            long id = 10L + i;
            Map<String, ListedSession> sessions =
                    switch (listed.charAt(i)) {
                        case 'O' -> one(id, ListedSession.State.OPEN, 1);
                        case 'C' -> one(id, ListedSession.State.CLOSED, 0);
                        case 'E' -> one(id, ListedSession.State.EXPIRED, 0);
                        default -> Map.of();
                    };
            if (listed.charAt(i) != '?') {
                listings.put(i + 1, new PartitionListing(50, 1, sessions));
            }
        }
        return SessionPlanner.plan(
                session,
                new SessionObservation(Optional.of(new ClusterView(3, true)), listings, pod),
                refusals,
                NOW);
    }

    private static Map<String, ListedSession> one(long id, ListedSession.State state, long epoch) {
        return Map.of(UID, new ListedSession(UID, "s", id, state, epoch));
    }

    private static String words(List<SessionAction> actions) {
        return actions.stream()
                .map(
                        action ->
                                action instanceof SessionAction.Open open
                                        ? "o" + open.partition()
                                        : "c" + ((SessionAction.Close) action).partition())
                .collect(Collectors.joining(" "));
    }
}
