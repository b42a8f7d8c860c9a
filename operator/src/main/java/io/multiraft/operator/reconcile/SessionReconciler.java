package io.multiraft.operator.reconcile;

import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.multiraft.operator.api.Condition;
import io.multiraft.operator.api.Liveness;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionSpec.ManagedBy;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.api.SessionStatus;
import io.multiraft.operator.observe.ClusterKey;
import io.multiraft.operator.observe.NodeStatusWatcher;
import io.multiraft.operator.plan.Conditions;
import io.multiraft.operator.plan.PodObservation;
import io.multiraft.operator.plan.SessionNames;
import io.multiraft.operator.plan.SessionObservation;
import io.multiraft.operator.plan.SessionObservation.ClusterView;
import io.multiraft.operator.plan.SessionPlan;
import io.multiraft.operator.plan.SessionPlanner;
import io.multiraft.operator.plan.SessionPlanner.Refusal;
import io.multiraft.operator.plan.SessionReasons;
import io.multiraft.operator.plan.SessionRequests;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Opens the sessions that objects declare, and writes down what becomes of them. */
public final class SessionReconciler implements Reconciler<Session> {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration RETRY_REFUSED = Duration.ofSeconds(30);

    /** Where it can only help that a person acts. */
    private static final Set<String> WARNINGS =
            Set.of(
                    SessionReasons.CLUSTER_NOT_FOUND,
                    SessionReasons.NAMESPACE_NOT_ALLOWED,
                    SessionReasons.KIND_UNKNOWN,
                    SessionReasons.CONFIG_INVALID,
                    SessionReasons.REFUSED,
                    SessionReasons.EXPIRED,
                    SessionReasons.LOST,
                    SessionReasons.POD_FAILED,
                    SessionReasons.POD_EVICTED,
                    SessionReasons.POD_NOT_READY,
                    SessionReasons.NODE_GONE,
                    SessionReasons.PROJECTION_FAILED);

    private static final Set<String> HELD =
            Set.of(SessionReasons.WAITING_FOR_STOP, SessionReasons.STOP_UNKNOWN);

    private static final Set<String> NEWS =
            Set.of(
                    SessionReasons.OPENED,
                    SessionReasons.CLOSED,
                    SessionReasons.POD_NOT_FOUND,
                    SessionReasons.POD_DELETED,
                    SessionReasons.POD_SUCCEEDED);

    private final NodeStatusWatcher watcher;
    private final SessionCalls calls;
    private final OrphanSessions orphans;
    private final SessionMirror mirror;
    private final SessionPods pods;
    private final Triggers triggers;
    private final ObjectDirectory directory;
    private final EventRecorder events;
    private final Clock clock;
    private InformerEventSource<MultiRaftCluster, Session> clusters;
    private SessionProjection projection;

    public SessionReconciler(
            NodeStatusWatcher watcher,
            OrphanSessions orphans,
            SessionMirror mirror,
            SessionPods pods,
            Triggers triggers,
            ObjectDirectory directory,
            EventRecorder events,
            Clock clock) {
        this.watcher = watcher;
        this.calls = new SessionCalls(watcher);
        this.orphans = orphans;
        this.mirror = mirror;
        this.pods = pods;
        this.triggers = triggers;
        this.directory = directory;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, Session>> prepareEventSources(EventSourceContext<Session> context) {
        directory.indexSessions(context.getPrimaryCache());
        triggers.sessions()
                .onGone(
                        session -> {
                            if (session.getSpec().managedBy() == ManagedBy.Client) {
                                mirror.gone(session);
                            } else {
                                orphans.deleted(session);
                            }
                            pods.sessionGone(session);
                        });
        clusters =
                new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(MultiRaftCluster.class, Session.class)
                                .withNamespacesInheritedFromController()
                                .withSecondaryToPrimaryMapper(this::sessionsOf)
                                .withPrimaryToSecondaryMapper(
                                        (Session session) -> Set.of(clusterId(session)))
                                .withOnUpdateFilter(
                                        (now, before) ->
                                                !Objects.equals(
                                                        now.getMetadata().getGeneration(),
                                                        before.getMetadata().getGeneration()))
                                .build(),
                        context);
        projection = new SessionProjection(context, clock);
        return List.of(clusters, projection.source(), triggers.sessions());
    }

    @Override
    public UpdateControl<Session> reconcile(Session session, Context<Session> context)
            throws SessionRequests.InvalidConfigException {
        if (session.getSpec().managedBy() == ManagedBy.Client) {
            mirror.lookSoon(SessionNames.cluster(session));
            return UpdateControl.noUpdate();
        }
        Optional<PodObservation> pod = pod(session);
        SessionPlan plan = plan(session, pod, Map.of());
        Map<Integer, Refusal> refusals = Map.of();
        if (!plan.actions().isEmpty()) {
            refusals = calls.execute(session, plan.actions());
            plan = plan(session, pod, refusals);
        }
        if (plan.deleteAfter().filter(Duration::isZero).isPresent()) {
            context.getClient().resource(session).delete();
            return UpdateControl.noUpdate();
        }
        SessionStatus status = projection.project(session, plan.status(), context.getClient());
        if (StatusWriter.write(session, status, new Session(), context)) {
            tell(session, status);
        }
        UpdateControl<Session> done = UpdateControl.noUpdate();
        return again(plan, refusals)
                .or(() -> projectAgain(status))
                .map(done::rescheduleAfter)
                .orElse(done);
    }

    private Optional<PodObservation> pod(Session session) {
        boolean closed =
                session.getStatus() != null && session.getStatus().state() == SessionState.CLOSED;
        return closed || session.getSpec().liveness().type() != Liveness.Type.Pod
                ? Optional.empty()
                : Optional.of(pods.look(session));
    }

    private SessionPlan plan(
            Session session, Optional<PodObservation> pod, Map<Integer, Refusal> refusals) {
        ClusterKey key = SessionNames.cluster(session);
        Optional<ClusterView> cluster =
                clusters.get(clusterId(session)).map(found -> view(found, session));
        return SessionPlanner.plan(
                session,
                new SessionObservation(cluster, watcher.listings().of(key), pod),
                refusals,
                clock.instant());
    }

    private static ClusterView view(MultiRaftCluster cluster, Session session) {
        String namespace = session.getMetadata().getNamespace();
        List<String> allowed =
                Optional.ofNullable(cluster.getSpec().allowedNamespaces()).orElse(List.of());
        return new ClusterView(
                cluster.getSpec().partitions(),
                namespace.equals(cluster.getMetadata().getNamespace())
                        || allowed.contains(namespace));
    }

    /** What else happens is told by a partition or by an object; these are not. */
    private static Optional<Duration> again(SessionPlan plan, Map<Integer, Refusal> refusals) {
        if (refusals.isEmpty()) {
            return plan.deleteAfter().or(plan::lookAgainAfter);
        }
        boolean forGood =
                refusals.values().stream()
                        .allMatch(refusal -> refusal.reason().equals(SessionReasons.REFUSED));
        Duration retry = forGood ? RETRY_REFUSED : RETRY;
        return plan.lookAgainAfter()
                .filter(after -> after.compareTo(retry) < 0)
                .or(() -> Optional.of(retry));
    }

    /** Who has the name of the ConfigMap does not tell us when it is free. */
    private static Optional<Duration> projectAgain(SessionStatus status) {
        return Conditions.find(status.conditions(), Conditions.PROJECTED)
                .filter(projected -> !projected.holds())
                .map(failed -> RETRY_REFUSED);
    }

    private void tell(Session session, SessionStatus status) {
        List<Condition> before =
                session.getStatus() == null ? null : session.getStatus().conditions();
        for (Condition now : status.conditions()) {
            boolean news = !now.reason().equals(Conditions.reason(before, now.type()));
            if (!news || now.type().equals(Conditions.POD_ALIVE) && !HELD.contains(now.reason())) {
                // What a pod did to its session is told by Ready.
                continue;
            } else if (WARNINGS.contains(now.reason()) || HELD.contains(now.reason())) {
                events.warning(session, now.reason(), "Reconcile", now.message());
            } else if (NEWS.contains(now.reason())) {
                events.normal(session, now.reason(), "Reconcile", now.message());
            }
        }
    }

    private static ResourceID clusterId(Session session) {
        ClusterKey key = SessionNames.cluster(session);
        return new ResourceID(key.name(), key.namespace());
    }

    private Set<ResourceID> sessionsOf(MultiRaftCluster cluster) {
        return new HashSet<>(
                directory.sessions(
                        new ClusterKey(
                                cluster.getMetadata().getNamespace(),
                                cluster.getMetadata().getName())));
    }
}
