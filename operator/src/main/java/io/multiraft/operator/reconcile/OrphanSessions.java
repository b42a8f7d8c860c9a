package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.observe.ClusterKey;
import io.multiraft.operator.observe.ListedSession;
import io.multiraft.operator.observe.NodeStatusWatcher;
import io.multiraft.operator.observe.PartitionListing;
import io.multiraft.operator.plan.SessionNames;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions whose object is gone. There is no finalizer on Session, so that no namespace ever
 * hangs on us; instead, whenever a partition has listed its sessions anew, those without an object
 * are ended. So a delete that nobody saw is honoured all the same, at the next start.
 *
 * <p>Ending a session that is in use would be grave, so a missing entry in a cache proves nothing:
 * an object is gone when its deletion was seen, or when the API server says so just now.
 */
public final class OrphanSessions {

    private static final long RETRY_MILLIS = 1_000;
    private static final int REMEMBERED_MAX = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(OrphanSessions.class);

    private final NodeStatusWatcher watcher;
    private final SessionCalls calls;
    private final ObjectDirectory directory;
    private final KubernetesClient client;
    private final Predicate<String> namespaces;
    private final ScheduledExecutorService thread;
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private volatile boolean started;

    /**
     * @param namespaces whether a namespace is one this operator watches
     * @param thread one thread, which may block
     */
    public OrphanSessions(
            NodeStatusWatcher watcher,
            ObjectDirectory directory,
            KubernetesClient client,
            Predicate<String> namespaces,
            ScheduledExecutorService thread) {
        this.watcher = watcher;
        this.calls = new SessionCalls(watcher);
        this.directory = directory;
        this.client = client;
        this.namespaces = namespaces;
        this.thread = thread;
    }

    /** To be called when all caches are complete. Lists that came before are looked through now. */
    public void start() {
        started = true;
        watcher.clusters().forEach(this::sweepAll);
    }

    /** The object was seen to be deleted. */
    void deleted(Session session) {
        if (deleted.size() >= REMEMBERED_MAX) {
            // Those that are forgotten here are asked for at the API server instead.
            deleted.clear();
        }
        deleted.add(session.getMetadata().getUid());
        sweepAll(SessionNames.cluster(session));
    }

    private void sweepAll(ClusterKey cluster) {
        watcher.listings()
                .of(cluster)
                .keySet()
                .forEach(partition -> sweepLater(cluster, partition));
    }

    /** Looks through the list of a partition soon. */
    public void sweepLater(ClusterKey cluster, int partition) {
        thread.execute(() -> sweep(cluster, partition));
    }

    private void sweep(ClusterKey cluster, int partition) {
        Map<Integer, PartitionListing> listings = watcher.listings().of(cluster);
        if (started && listings.containsKey(partition)) {
            boolean complete = true;
            for (ListedSession session : listings.get(partition).sessions().values()) {
                complete &= !session.open() || endIfOrphan(cluster, partition, session);
            }
            if (!complete) {
                thread.schedule(
                        () -> sweep(cluster, partition), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /**
     * @return false when it is not known, or could not be done, and has to be tried again
     */
    private boolean endIfOrphan(ClusterKey cluster, int partition, ListedSession session) {
        if (!deleted.contains(session.uid())) {
            if (directory.session(session.uid()).isPresent()) {
                return true;
            }
            SessionNames.ObjectName object = SessionNames.object(cluster, session.name());
            if (session.name().isEmpty() || !namespaces.test(object.namespace())) {
                return true;
            }
            try {
                if (exists(object, session.uid())) {
                    return true;
                }
            } catch (KubernetesClientException e) {
                LOG.debug("cannot tell if {} exists: {}", object, e.getMessage());
                return false;
            }
        }
        return end(cluster, partition, session);
    }

    private boolean exists(SessionNames.ObjectName object, String uid) {
        Session found =
                client.resources(Session.class)
                        .inNamespace(object.namespace())
                        .withName(object.name())
                        .get();
        return found != null && found.getMetadata().getUid().equals(uid);
    }

    private boolean end(ClusterKey cluster, int partition, ListedSession session) {
        try {
            calls.close(cluster, partition, session.sessionId()).join();
            LOG.info(
                    "cluster {}: partition {}: ended session {} of {}, whose object is gone",
                    cluster,
                    partition,
                    session.sessionId(),
                    session.name());
            return true;
        } catch (RuntimeException e) {
            LOG.debug("cannot end session {}: {}", session, e.getMessage());
            return false;
        }
    }
}
