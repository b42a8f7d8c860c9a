package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.observe.ClusterKey;
import io.multiraft.operator.observe.ObservationListener;
import io.multiraft.operator.resources.Names;
import java.util.Set;
import java.util.function.Consumer;

/** Turns what the nodes say into work for the reconcilers. */
public final class Triggers implements ObservationListener {

    private final ObjectEvents<MultiRaftCluster> clusters = new ObjectEvents<>();
    private final ObjectEvents<Partition> partitions = new ObjectEvents<>();
    private final ObjectEvents<Session> sessions = new ObjectEvents<>();
    private final ObjectEvents<Pod> pods = new ObjectEvents<>();
    private final ObjectDirectory directory;
    private volatile SweepTrigger sweep = (cluster, partition) -> {};
    private volatile Consumer<ClusterKey> mirror = cluster -> {};

    /** Told of partitions whose sessions should be compared with the objects. */
    @FunctionalInterface
    public interface SweepTrigger {
        void sweep(ClusterKey cluster, int partition);
    }

    public Triggers(ObjectDirectory directory) {
        this.directory = directory;
    }

    ObjectEvents<MultiRaftCluster> clusters() {
        return clusters;
    }

    ObjectEvents<Partition> partitions() {
        return partitions;
    }

    ObjectEvents<Session> sessions() {
        return sessions;
    }

    ObjectEvents<Pod> pods() {
        return pods;
    }

    public void onListing(SweepTrigger trigger) {
        sweep = trigger;
    }

    /**
     * @param trigger told of clusters whose sessions may be others than before
     */
    public void onSessions(Consumer<ClusterKey> trigger) {
        mirror = trigger;
    }

    @Override
    public void nodesChanged(ClusterKey cluster) {
        membersChanged(cluster);
        directory.partitions(cluster).forEach(partitions::propagateEvent);
    }

    @Override
    public void partitionsChanged(ClusterKey cluster, Set<Integer> changed) {
        for (int partition : changed) {
            partitions.propagateEvent(
                    new ResourceID(
                            Names.partition(cluster.name(), partition), cluster.namespace()));
        }
        mirror.accept(cluster);
    }

    @Override
    public void membersChanged(ClusterKey cluster) {
        clusters.propagateEvent(new ResourceID(cluster.name(), cluster.namespace()));
    }

    @Override
    public void sessionsChanged(ClusterKey cluster, int partition, Set<String> uids) {
        uids.forEach(uid -> directory.session(uid).ifPresent(sessions::propagateEvent));
        sweep.sweep(cluster, partition);
    }

    @Override
    public void partitionOpen(ClusterKey cluster, int partition) {
        directory.sessions(cluster).forEach(sessions::propagateEvent);
        sweep.sweep(cluster, partition);
    }
}
