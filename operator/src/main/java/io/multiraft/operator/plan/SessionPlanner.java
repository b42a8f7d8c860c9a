package io.multiraft.operator.plan;

import io.multiraft.client.core.Placement;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionKind;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.api.SessionStatus;
import io.multiraft.operator.api.SessionStatus.BoundPod;
import io.multiraft.operator.api.SessionStatus.PartitionSession;
import io.multiraft.operator.observe.ListedSession;
import io.multiraft.operator.observe.PartitionListing;
import io.multiraft.operator.plan.PodVerdict.Outcome;
import io.multiraft.operator.plan.SessionObservation.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decides where a session stands.
 *
 * <ol>
 *   <li>CLOSED is for good: a partition forgets an ended session after a while, the object does
 *       not.
 *   <li>Without a cluster that serves it, a session is NONE.
 *   <li>With liveness Pod it is opened when the status names its pod, and ends when that does: see
 *       {@link PodPlanner}.
 *   <li>Else it lives on the partitions its kind says. What each lists is what is; one that has not
 *       been asked yet, or does not answer, changes nothing.
 *   <li>Not listed and never opened: it is opened. Not listed though it was opened: it is lost.
 *   <li>Ended on one partition, it is closed on all: a session is one thing.
 * </ol>
 */
public final class SessionPlanner {

    private final Session session;
    private final SessionStatus previous;
    private final SessionObservation observed;
    private final Map<Integer, Refusal> refusals;
    private final Instant now;
    private final Optional<PodVerdict> pod;
    private final List<SessionAction> actions = new ArrayList<>();
    private final Map<Integer, PartitionSession> parts = new TreeMap<>();
    private Optional<String> endReason = Optional.empty();

    private SessionPlanner(
            Session session,
            SessionObservation observed,
            Map<Integer, Refusal> refusals,
            Instant now) {
        this.session = session;
        this.previous = session.getStatus();
        this.observed = observed;
        this.refusals = refusals;
        this.now = now;
        this.pod = observed.pod().map(found -> PodPlanner.judge(session, found, now));
    }

    /**
     * Why a partition did not open the session.
     *
     * @param reason one of {@link SessionReasons}
     */
    public record Refusal(String reason, String message) {}

    /**
     * @param refusals what came of opening it just now, by partition
     */
    public static SessionPlan plan(
            Session session,
            SessionObservation observed,
            Map<Integer, Refusal> refusals,
            Instant now) {
        return new SessionPlanner(session, observed, refusals, now).plan();
    }

    /** Partitions on which a session is to be open. */
    static List<Integer> partitions(Session session, int partitions) {
        boolean inOne =
                SessionKind.of(session.getSpec().kind())
                        .map(SessionKind::inOnePartition)
                        .orElse(false);
        return inOne
                ? List.of(Placement.partitionOf(session.getSpec().primitive().id(), partitions))
                : IntStream.rangeClosed(1, partitions).boxed().toList();
    }

    private SessionPlan plan() {
        if (previous != null && previous.state() == SessionState.CLOSED) {
            return closedForGood();
        }
        Optional<Refusal> obstacle = obstacle().or(this::noPod);
        if (obstacle.isPresent()) {
            return nowhere(obstacle.get());
        }
        List<Integer> targets = partitions(session, observed.cluster().orElseThrow().partitions());
        for (int partition : targets) {
            parts.put(partition, look(partition, observed.listings().get(partition)));
        }
        // The pod's end is the cause, what the partitions say of it then the consequence.
        return pod.filter(verdict -> verdict.outcome() == Outcome.ENDED)
                .map(verdict -> ended(verdict.reason(), verdict.message()))
                .or(() -> endReason.map(reason -> ended(reason, explain(reason))))
                .orElseGet(this::opening);
    }

    private Optional<Refusal> noPod() {
        return pod.flatMap(
                verdict ->
                        switch (verdict.outcome()) {
                            case NO_POD ->
                                    Optional.of(new Refusal(verdict.reason(), verdict.message()));
                            case FOUND ->
                                    Optional.of(
                                            new Refusal(
                                                    SessionReasons.OPENING, "its pod was found"));
                            case ALIVE, HELD, ENDED -> Optional.empty();
                        });
    }

    private Optional<Refusal> obstacle() {
        String kind = session.getSpec().kind();
        if (kind != null && SessionKind.of(kind).isEmpty()) {
            return Optional.of(
                    new Refusal(
                            SessionReasons.KIND_UNKNOWN,
                            "kind %s is not known; known are %s"
                                    .formatted(kind, Arrays.toString(SessionKind.values()))));
        }
        String cluster = SessionNames.cluster(session).toString();
        Optional<ClusterView> view = observed.cluster();
        if (view.isEmpty()) {
            return Optional.of(
                    new Refusal(
                            SessionReasons.CLUSTER_NOT_FOUND,
                            "there is no MultiRaftCluster " + cluster));
        } else if (!view.get().serves()) {
            return Optional.of(
                    new Refusal(
                            SessionReasons.NAMESPACE_NOT_ALLOWED,
                            "MultiRaftCluster %s does not list namespace %s in allowedNamespaces"
                                    .formatted(cluster, session.getMetadata().getNamespace())));
        }
        try {
            SessionRequests.open(session);
            return Optional.empty();
        } catch (SessionRequests.InvalidConfigException e) {
            return Optional.of(new Refusal(SessionReasons.CONFIG_INVALID, e.getMessage()));
        }
    }

    private PartitionSession look(int partition, PartitionListing listing) {
        Optional<PartitionSession> before = before(partition);
        if (listing == null) {
            return before.orElse(new PartitionSession(partition, null, null, SessionState.NONE));
        }
        Optional<ListedSession> listed = listing.find(session.getMetadata().getUid());
        if (listed.isPresent()) {
            return found(partition, listed.get(), before);
        } else if (before.isEmpty() || before.get().sessionId() == null) {
            actions.add(new SessionAction.Open(partition));
            return new PartitionSession(partition, null, null, SessionState.OPENING);
        } else if (before.get().sessionId() <= listing.index()) {
            endReason = Optional.of(endReason.orElse(SessionReasons.LOST));
            return closed(before.get());
        }
        return before.get();
    }

    private PartitionSession found(
            int partition, ListedSession listed, Optional<PartitionSession> before) {
        if (listed.open()) {
            return new PartitionSession(
                    partition, listed.sessionId(), listed.epoch(), SessionState.OPENED);
        }
        String reason =
                listed.state() == ListedSession.State.EXPIRED
                        ? SessionReasons.EXPIRED
                        : SessionReasons.CLOSED;
        // An expiry is the cause, a close on another partition its consequence.
        endReason = Optional.of(endReason.filter(SessionReasons.EXPIRED::equals).orElse(reason));
        Long epoch = before.map(PartitionSession::epoch).orElse(null);
        return new PartitionSession(partition, listed.sessionId(), epoch, SessionState.CLOSED);
    }

    private Optional<PartitionSession> before(int partition) {
        return Optional.ofNullable(previous)
                .map(SessionStatus::partitions)
                .orElse(List.of())
                .stream()
                .filter(one -> one.partition() == partition)
                .findFirst();
    }

    private static PartitionSession closed(PartitionSession part) {
        return new PartitionSession(
                part.partition(), part.sessionId(), part.epoch(), SessionState.CLOSED);
    }

    private SessionPlan opening() {
        String missing =
                parts.values().stream()
                        .filter(part -> part.state() != SessionState.OPENED)
                        .map(part -> part.partition().toString())
                        .collect(Collectors.joining(", "));
        if (missing.isEmpty()) {
            String where = parts.size() == 1 ? "its partition" : "its partitions";
            return plan(SessionState.OPENED, SessionReasons.OPENED, "open on " + where);
        }
        Optional<Refusal> refusal = refusals.values().stream().findFirst();
        if (refusal.isPresent()) {
            return plan(SessionState.OPENING, refusal.get().reason(), refusal.get().message());
        }
        boolean asked = parts.keySet().stream().allMatch(observed.listings()::containsKey);
        return plan(
                SessionState.OPENING,
                asked ? SessionReasons.OPENING : SessionReasons.CLUSTER_NOT_READY,
                (asked ? "not open yet on partition " : "waiting for an answer of partition ")
                        + missing);
    }

    private SessionPlan ended(String reason, String why) {
        actions.clear();
        boolean all = true;
        for (PartitionSession part : List.copyOf(parts.values())) {
            if (part.state() == SessionState.OPENED || part.state() == SessionState.CLOSING) {
                all = false;
                actions.add(new SessionAction.Close(part.partition(), part.sessionId()));
                parts.put(
                        part.partition(),
                        new PartitionSession(
                                part.partition(),
                                part.sessionId(),
                                part.epoch(),
                                SessionState.CLOSING));
            } else if (observed.listings().containsKey(part.partition())
                    || part.state() == SessionState.CLOSED) {
                parts.put(part.partition(), closed(part));
            } else {
                // It may be open where nobody answers: an open that timed out may have been done.
                all = false;
            }
        }
        return all
                ? plan(SessionState.CLOSED, reason, why)
                : plan(SessionState.CLOSING, SessionReasons.CLOSING, why);
    }

    private static String explain(String reason) {
        return switch (reason) {
            case SessionReasons.EXPIRED -> "its client fell silent for longer than its timeout";
            case SessionReasons.LOST -> "it was open once, and its partition knows it no more";
            default -> "it was closed by a client";
        };
    }

    private SessionPlan nowhere(Refusal obstacle) {
        parts.clear();
        return plan(SessionState.NONE, obstacle.reason(), obstacle.message());
    }

    private SessionPlan closedForGood() {
        Long generation = session.getMetadata().getGeneration();
        SessionStatus status =
                new SessionStatus(
                        generation,
                        previous.state(),
                        previous.openPartitions(),
                        previous.partitions(),
                        previous.version(),
                        previous.pod(),
                        previous.closedTime(),
                        previous.conditions().stream()
                                .map(condition -> condition.observedAt(generation))
                                .toList());
        return new SessionPlan(status, List.of(), deleteAfter(status), Optional.empty());
    }

    private SessionPlan plan(SessionState state, String reason, String message) {
        Long generation = session.getMetadata().getGeneration();
        List<PartitionSession> partitions = List.copyOf(parts.values());
        Conditions conditions =
                new Conditions(previous == null ? null : previous.conditions(), generation, now)
                        .with(Conditions.READY, state == SessionState.OPENED, reason, message);
        Optional<BoundPod> bound = pod.flatMap(PodVerdict::pod);
        if (bound.isPresent()) {
            PodVerdict verdict = pod.get();
            boolean alive =
                    verdict.outcome() == Outcome.FOUND || verdict.outcome() == Outcome.ALIVE;
            conditions.with(Conditions.POD_ALIVE, alive, verdict.reason(), verdict.message());
        }
        SessionStatus status =
                new SessionStatus(
                        generation,
                        state,
                        open(partitions) + "/" + partitions.size(),
                        partitions,
                        version(partitions),
                        bound.orElse(null),
                        state == SessionState.CLOSED ? Conditions.timestamp(now) : null,
                        conditions.build());
        return new SessionPlan(
                status,
                List.copyOf(actions),
                deleteAfter(status),
                pod.flatMap(PodVerdict::lookAgainAfter));
    }

    private static long open(List<PartitionSession> partitions) {
        return partitions.stream().filter(part -> part.state() == SessionState.OPENED).count();
    }

    private static Long version(List<PartitionSession> partitions) {
        return partitions.stream().mapToLong(part -> part.epoch() == null ? 0 : part.epoch()).sum();
    }

    private Optional<Duration> deleteAfter(SessionStatus status) {
        if (status.state() != SessionState.CLOSED || session.getSpec().ttlAfterClosed() == null) {
            return Optional.empty();
        }
        Duration passed = Duration.between(Instant.parse(status.closedTime()), now);
        Duration left = Durations.parse(session.getSpec().ttlAfterClosed()).minus(passed);
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }
}
