package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.multiraft.operator.api.ClusterSpec.SessionMirroring;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.ObservedSession.PartitionSessionId;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionSpec.ManagedBy;
import io.multiraft.operator.observe.ClientSessions;
import io.multiraft.operator.observe.ClusterKey;
import io.multiraft.operator.observe.NodeStatusWatcher;
import io.multiraft.operator.plan.MirrorPlan;
import io.multiraft.operator.plan.MirrorPlan.Mirrored;
import io.multiraft.operator.plan.MirrorPlanner;
import io.multiraft.operator.plan.SessionNames;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mirror of one cluster. For one thread, which may block. */
final class ClusterMirror {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterMirror.class);

    /** A cache that is further behind lets a creation be tried again, which is refused. */
    private static final Duration CACHE_LAG_MAX = Duration.ofSeconds(30);

    private static final int UNPROCESSABLE = 422;

    /** The same again would be answered the same. */
    private static final Set<Integer> REFUSALS =
            Set.of(HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE);

    private final ObjectDirectory directory;
    private final KubernetesClient client;
    private final ClusterKey cluster;
    private final SessionMirroring mode;
    private final ClientSessions sessions;
    private final int most;

    /** Objects made just now, by uid, of which the cache need not know yet. */
    private final Map<String, Made> made = new HashMap<>();

    /** UIDs of objects that are deleted here, until they are seen to be gone. */
    private final Set<String> deleted;

    /** Sessions that the API server does not take as objects. */
    private final Set<PartitionSessionId> refused = new HashSet<>();

    private record Made(Session object, long nanos) {
        boolean isFresh() {
            return System.nanoTime() - nanos < CACHE_LAG_MAX.toNanos();
        }
    }

    /**
     * What a look has come to.
     *
     * @param mirrored empty when not all partitions were heard of yet
     * @param done nothing is left to be written or to be asked
     */
    record Look(Optional<Mirrored> mirrored, boolean done) {}

    /**
     * @param most how many sessions are shown
     * @param deleted gets the UIDs of objects that are deleted here
     */
    ClusterMirror(
            NodeStatusWatcher watcher,
            ObjectDirectory directory,
            KubernetesClient client,
            ClusterKey cluster,
            SessionMirroring mode,
            int most,
            Set<String> deleted) {
        this.directory = directory;
        this.client = client;
        this.cluster = cluster;
        this.mode = mode;
        this.most = most;
        this.deleted = deleted;
        this.sessions = new ClientSessions(watcher, cluster, mode == SessionMirroring.Named, most);
    }

    SessionMirroring mode() {
        return mode;
    }

    /**
     * Brings the objects in line with the sessions.
     *
     * @param writes how many at most
     */
    Look look(MultiRaftCluster object, int writes) {
        int partitions = object.getSpec().partitions();
        boolean shows = mode != SessionMirroring.None;
        boolean heard = !shows || sessions.refresh(partitions);
        Map<Integer, ClientSessions.Listing> listings = sessions.listings();
        if (shows && listings.size() < partitions) {
            return new Look(Optional.empty(), false);
        }
        forgetEnded(listings);
        Map<Boolean, List<Session>> existing =
                existing().stream().collect(Collectors.partitioningBy(this::leaves));
        MirrorPlan plan =
                MirrorPlanner.plan(
                        object,
                        listings,
                        existing.get(false),
                        existing.get(true).stream()
                                .map(one -> one.getMetadata().getName())
                                .collect(Collectors.toSet()),
                        this::taken,
                        most);
        List<Session> creations = plan.creations().stream().filter(this::acceptable).toList();
        int deletions = Math.min(writes, plan.deletions().size());
        plan.deletions().subList(0, deletions).forEach(this::delete);
        int created = Math.min(writes - deletions, creations.size());
        creations.subList(0, created).forEach(this::create);
        int refusals = plan.creations().size() - creations.size();
        Mirrored mirrored =
                new Mirrored(
                        plan.mirrored().shown() - refusals,
                        plan.mirrored().hidden(),
                        plan.mirrored().refused() + refusals);
        boolean written = deletions == plan.deletions().size() && created == creations.size();
        return new Look(Optional.of(mirrored), heard && written);
    }

    private void forgetEnded(Map<Integer, ClientSessions.Listing> listings) {
        if (!refused.isEmpty()) {
            refused.retainAll(
                    listings.entrySet().stream()
                            .flatMap(
                                    entry ->
                                            entry.getValue().sessions().stream()
                                                    .map(
                                                            one ->
                                                                    new PartitionSessionId(
                                                                            entry.getKey(),
                                                                            one.getSessionId())))
                            .collect(Collectors.toSet()));
        }
    }

    private Collection<Session> existing() {
        List<Session> known = directory.mirrored(cluster);
        known.forEach(one -> made.remove(one.getMetadata().getUid()));
        List<Session> existing = new ArrayList<>(known);
        made.values().removeIf(one -> !one.isFresh());
        made.values().forEach(one -> existing.add(one.object()));
        return existing;
    }

    private boolean leaves(Session object) {
        return deleted.contains(object.getMetadata().getUid())
                || object.getMetadata().getDeletionTimestamp() != null;
    }

    private boolean taken(String name) {
        return directory
                .session(new ResourceID(name, cluster.namespace()))
                .filter(other -> !isOfThisMirror(other))
                .isPresent();
    }

    private boolean isOfThisMirror(Session object) {
        return object.getSpec().managedBy() == ManagedBy.Client
                && SessionNames.cluster(object).equals(cluster);
    }

    private boolean acceptable(Session object) {
        return MirrorPlanner.ids(object).stream().noneMatch(refused::contains);
    }

    /** What cannot be done now is found missing by the next look. */
    private void create(Session object) {
        try {
            Session created = client.resource(object).create();
            made.put(created.getMetadata().getUid(), new Made(created, System.nanoTime()));
        } catch (KubernetesClientException e) {
            if (REFUSALS.contains(e.getCode())) {
                LOG.warn(
                        "cluster {}: session {} of a client cannot be shown: {}",
                        cluster,
                        object.getMetadata().getName(),
                        e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
                refused.addAll(MirrorPlanner.ids(object));
            }
        }
    }

    private void delete(Session object) {
        deleted.add(object.getMetadata().getUid());
        try {
            client.resource(object).delete();
        } catch (KubernetesClientException e) {
            deleted.remove(object.getMetadata().getUid());
            LOG.debug("cannot delete {}: {}", object.getMetadata().getName(), e.getMessage());
        }
    }
}
