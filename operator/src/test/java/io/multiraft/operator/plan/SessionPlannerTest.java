package io.multiraft.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.operator.Objects;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.api.SessionStatus;
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

    /**
     * Three partitions each. Before: what the status says, O open, C closed, - nothing. Listed: O
     * open, C closed, E expired, - not listed, ? not asked yet. Actions: o1 opens on 1, c2 closes
     * on 2.
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
                                Map.of(partition, new PartitionListing(80, 1, Map.of()))),
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
                        new SessionObservation(Optional.empty(), Map.of()),
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
                        new SessionObservation(view, Map.of()),
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

    // ---- what the tests do

    private static Session session(String spec, String before) {
        // The API server would fill that in.
        String whole =
                spec.replace("kind: null, ", "").replaceFirst("}$", ", liveness: {type: Client}}");
        Session session = Objects.session("n", "s", whole);
        session.getMetadata().setUid(UID);
        session.getMetadata().setGeneration(1L);
        List<PartitionSession> parts = new ArrayList<>();
        for (int i = 0; i < before.length(); i++) {
            if (before.charAt(i) == 'O') {
                parts.add(new PartitionSession(i + 1, 10L + i, 1L, SessionState.OPENED));
            }
        }
        if (!parts.isEmpty()) {
            session.setStatus(status(parts));
        }
        return session;
    }

    private static SessionStatus status(List<PartitionSession> parts) {
        return new SessionStatus(1L, SessionState.OPENED, "", parts, 1L, null, List.of());
    }

    private static SessionPlan plan(
            Session session, String listed, Map<Integer, Refusal> refusals) {
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
                new SessionObservation(Optional.of(new ClusterView(3, true)), listings),
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
