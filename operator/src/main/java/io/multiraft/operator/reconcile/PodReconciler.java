package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.plan.PodSessionPlan;
import io.multiraft.operator.plan.PodSessionPlan.Obstacle;
import io.multiraft.operator.plan.PodSessionPlanner;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches the pods that sessions live with, and gives those a session that ask for one. What stands
 * in the way is told by an event of the pod.
 */
public final class PodReconciler implements Reconciler<Pod> {

    /** Clusters that come or go tell nothing of it to pods. */
    private static final Duration CLUSTER_RETRY = Duration.ofSeconds(10);

    private final SessionPods pods;
    private final Triggers triggers;
    private final ObjectDirectory directory;
    private final EventRecorder events;

    /** By UID, what was told of a pod last, so that it is told once. */
    private final Map<String, String> told = new ConcurrentHashMap<>();

    public PodReconciler(
            SessionPods pods, Triggers triggers, ObjectDirectory directory, EventRecorder events) {
        this.pods = pods;
        this.triggers = triggers;
        this.directory = directory;
        this.events = events;
    }

    /** Whether a pod asks for a session. */
    public static boolean asks(Pod pod) {
        return PodSessionPlanner.sessionName(pod).isPresent();
    }

    /** Whether a pod asks for something else than before. */
    public static boolean asksAnew(Pod now, Pod before) {
        return !PodSessionPlanner.annotations(now).equals(PodSessionPlanner.annotations(before));
    }

    @Override
    public List<EventSource<?, Pod>> prepareEventSources(EventSourceContext<Pod> context) {
        directory.indexPods(context.getPrimaryCache());
        triggers.pods().onChange(pods::changed);
        triggers.pods()
                .onGone(
                        pod -> {
                            told.remove(pod.getMetadata().getUid());
                            pods.gone(pod);
                        });
        return List.of(triggers.pods());
    }

    @Override
    public UpdateControl<Pod> reconcile(Pod pod, Context<Pod> context) {
        KubernetesClient client = context.getClient();
        PodSessionPlan plan = plan(pod, client);
        if (plan instanceof PodSessionPlan.Create create) {
            plan = create(pod, create.session(), client);
        }
        UpdateControl<Pod> done = UpdateControl.noUpdate();
        if (plan instanceof PodSessionPlan.Refuse refusal) {
            tell(pod, refusal);
            return refusal.obstacle() == Obstacle.SessionClusterUnclear
                    ? done.rescheduleAfter(CLUSTER_RETRY)
                    : done;
        }
        return done;
    }

    private PodSessionPlan plan(Pod pod, KubernetesClient client) {
        String namespace = pod.getMetadata().getNamespace();
        Optional<Session> existing =
                PodSessionPlanner.sessionName(pod)
                        .flatMap(name -> find(new ResourceID(name, namespace), client));
        return PodSessionPlanner.plan(
                pod, existing, existing.isPresent() ? List.of() : clusters(namespace, client));
    }

    private Optional<Session> find(ResourceID id, KubernetesClient client) {
        return directory
                .session(id)
                .or(
                        () ->
                                Optional.ofNullable(
                                        client.resources(Session.class)
                                                .inNamespace(id.getNamespace().orElseThrow())
                                                .withName(id.getName())
                                                .get()));
    }

    private static List<String> clusters(String namespace, KubernetesClient client) {
        // Two are as many as any number: which is meant is not clear.
        return client
                .resources(MultiRaftCluster.class)
                .inNamespace(namespace)
                .list(new ListOptionsBuilder().withLimit(2L).build())
                .getItems()
                .stream()
                .map(cluster -> cluster.getMetadata().getName())
                .toList();
    }

    /** Created, never applied: a session that somebody made meanwhile must stay as it is. */
    private PodSessionPlan create(Pod pod, Session session, KubernetesClient client) {
        try {
            client.resource(session).create();
            told.remove(pod.getMetadata().getUid());
            events.normal(
                    pod,
                    "SessionCreated",
                    "Reconcile",
                    "Session " + session.getMetadata().getName() + " lives with this pod");
            return new PodSessionPlan.Nothing();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return plan(pod, client);
        }
    }

    private void tell(Pod pod, PodSessionPlan.Refuse refusal) {
        String before = told.put(pod.getMetadata().getUid(), refusal.message());
        if (refusal.message().equals(before)) {
            return;
        } else if (refusal.obstacle() == Obstacle.SessionOfEarlierPod) {
            events.normal(pod, refusal.obstacle().name(), "Reconcile", refusal.message());
        } else {
            events.warning(pod, refusal.obstacle().name(), "Reconcile", refusal.message());
        }
    }
}
