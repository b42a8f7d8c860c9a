package io.multiraft.operator.observe;

import java.util.Set;

/** Hears of changes, on the observing thread: must be quick and must not block. */
public interface ObservationListener {

    /** A node of the cluster came or went, or is now known to be out of reach. */
    void nodesChanged(ClusterKey cluster);

    /** Something that matters changed in these partitions. */
    void partitionsChanged(ClusterKey cluster, Set<Integer> partitions);

    /** Some member stands otherwise than before: its role, its term, whom it follows. */
    void membersChanged(ClusterKey cluster);

    /** A partition lists the sessions of these objects otherwise than before. */
    void sessionsChanged(ClusterKey cluster, int partition, Set<String> uids);

    /** A partition can be asked for sessions from now on, which it could not before. */
    void partitionOpen(ClusterKey cluster, int partition);
}
