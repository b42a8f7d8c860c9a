package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.multiraft.operator.api.ClusterSpec.SessionMirroring;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.ObservedSession.PartitionSessionId;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.observe.ClusterKey;
import io.multiraft.operator.observe.NodeStatusWatcher;
import io.multiraft.operator.plan.MirrorPlan.Mirrored;
import io.multiraft.operator.plan.MirrorPlanner;
import io.multiraft.operator.plan.SessionNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the sessions of clients as objects, where the cluster asks for it. Each is written when its
 * session opens and deleted when that ends; who deletes one ends the session.
 *
 * <p>All clusters are looked at on one thread, a second after something changed at the soonest, and
 * each look writes so much and no more, however much happens.
 */
public final class SessionMirror {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final int WRITES_PER_LOOK = 20;

    /** Numbers that change all the time are told so often. */
    private static final Duration TELL_AGAIN_AFTER = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(SessionMirror.class);

    private final NodeStatusWatcher watcher;
    private final SessionCalls calls;
    private final ObjectDirectory directory;
    private final Triggers triggers;
    private final KubernetesClient client;
    private final int most;
    private final ScheduledExecutorService thread;
    private final Set<ClusterKey> waiting = ConcurrentHashMap.newKeySet();
    private final Map<ClusterKey, Told> told = new ConcurrentHashMap<>();
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();

    /** On the thread only. */
    private final Map<ClusterKey, ClusterMirror> mirrors = new HashMap<>();

    /** Whose numbers are told later; on the thread only. */
    private final Set<ClusterKey> late = new HashSet<>();

    private volatile boolean started;

    private record Told(Mirrored mirrored, long nanos) {}

    /**
     * @param most how many sessions of a cluster are shown
     * @param thread one thread, which may block
     */
    public SessionMirror(
            NodeStatusWatcher watcher,
            ObjectDirectory directory,
            Triggers triggers,
            KubernetesClient client,
            int most,
            ScheduledExecutorService thread) {
        this.watcher = watcher;
        this.calls = new SessionCalls(watcher);
        this.directory = directory;
        this.triggers = triggers;
        this.client = client;
        this.most = most;
        this.thread = thread;
    }

    /** Where clusters are to be found. */
    void clusters(IndexerResourceCache<MultiRaftCluster> cache) {
        directory.indexClusters(cache);
    }

    /** To be called when all caches are complete: an object that is not in them is not there. */
    public void start() {
        started = true;
        watcher.clusters().forEach(this::lookSoon);
    }

    /** Looks at a cluster, after a pause. */
    public void lookSoon(ClusterKey cluster) {
        if (waiting.add(cluster)) {
            lookAfter(cluster, PAUSE);
        }
    }

    /** How much is shown, for the status of the cluster; empty while that is not known. */
    Optional<Mirrored> mirrored(ClusterKey cluster) {
        return Optional.ofNullable(told.get(cluster)).map(Told::mirrored);
    }

    /** An object that shows a session is gone: who deleted it wants the session to end. */
    void gone(Session object) {
        ClusterKey cluster = SessionNames.cluster(object);
        boolean byUs = deleted.remove(object.getMetadata().getUid());
        // Nobody may end sessions of a cluster from a namespace that is not its own.
        boolean meant = object.getMetadata().getNamespace().equals(cluster.namespace());
        boolean clusterStays =
                directory.cluster(cluster).filter(one -> !beingDeleted(one)).isPresent();
        if (!byUs && meant && clusterStays) {
            for (PartitionSessionId id : MirrorPlanner.ids(object)) {
                calls.close(cluster, id.partition(), id.sessionId())
                        .whenComplete((done, failure) -> ended(object, id, failure));
            }
        }
        lookSoon(cluster);
    }

    private static void ended(Session object, PartitionSessionId id, Throwable failure) {
        if (failure == null) {
            LOG.info(
                    "cluster {}: partition {}: ended session {} of a client, whose object {} was"
                            + " deleted",
                    SessionNames.cluster(object),
                    id.partition(),
                    id.sessionId(),
                    object.getMetadata().getName());
        } else {
            // It is open still, so an object appears for it again.
            LOG.warn(
                    "cluster {}: partition {}: session {} of a client could not be ended: {}",
                    SessionNames.cluster(object),
                    id.partition(),
                    id.sessionId(),
                    failure.getMessage());
        }
    }

    private static boolean beingDeleted(MultiRaftCluster cluster) {
        return cluster.getMetadata().getDeletionTimestamp() != null;
    }

    private void lookAfter(ClusterKey cluster, Duration pause) {
        thread.schedule(() -> look(cluster), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(ClusterKey cluster) {
        waiting.remove(cluster);
        try {
            Optional<MultiRaftCluster> object =
                    directory.cluster(cluster).filter(one -> started && !beingDeleted(one));
            if (object.isPresent()) {
                look(cluster, object.get());
            } else {
                mirrors.remove(cluster);
                told.remove(cluster);
            }
        } catch (RuntimeException e) {
            LOG.warn("cluster {}: sessions of clients could not be shown", cluster, e);
            again(cluster, RETRY);
        }
    }

    private void look(ClusterKey cluster, MultiRaftCluster object) {
        SessionMirroring mode = object.getSpec().sessionMirroring();
        ClusterMirror mirror =
                mirrors.compute(
                        cluster,
                        (key, known) ->
                                known != null && known.mode() == mode
                                        ? known
                                        : new ClusterMirror(
                                                watcher, directory, client, key, mode, most,
                                                deleted));
        ClusterMirror.Look look = mirror.look(object, WRITES_PER_LOOK);
        if (mode == SessionMirroring.None) {
            told.remove(cluster);
        } else {
            look.mirrored().ifPresent(mirrored -> tell(cluster, mirrored));
        }
        if (!look.done()) {
            again(cluster, look.mirrored().isPresent() ? PAUSE : RETRY);
        }
    }

    private void again(ClusterKey cluster, Duration pause) {
        if (waiting.add(cluster)) {
            lookAfter(cluster, pause);
        }
    }

    private void tell(ClusterKey cluster, Mirrored mirrored) {
        Told before = told.get(cluster);
        long now = System.nanoTime();
        if (before != null && before.mirrored().equals(mirrored)) {
            return;
        }
        boolean news = before == null || !before.mirrored().reason().equals(mirrored.reason());
        long passed = before == null ? 0 : now - before.nanos();
        if (news || passed >= TELL_AGAIN_AFTER.toNanos()) {
            told.put(cluster, new Told(mirrored, now));
            triggers.clusters().propagateEvent(new ResourceID(cluster.name(), cluster.namespace()));
        } else if (late.add(cluster)) {
            thread.schedule(
                    () -> {
                        late.remove(cluster);
                        lookSoon(cluster);
                    },
                    TELL_AGAIN_AFTER.toNanos() - passed,
                    TimeUnit.NANOSECONDS);
        }
    }
}
