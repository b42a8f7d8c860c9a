package io.multiraft.operator.plan;

import io.multiraft.operator.observe.PartitionListing;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the cluster a session names, and of the pod it lives with.
 *
 * @param cluster the cluster; empty when there is none of that name
 * @param listings sessions by partition; a partition that has not been asked yet is absent
 * @param pod empty when it does not live with one
 */
public record SessionObservation(
        Optional<ClusterView> cluster,
        Map<Integer, PartitionListing> listings,
        Optional<PodObservation> pod) {

    /**
     * The part of a cluster that matters to sessions.
     *
     * @param partitions how many there are
     * @param serves whether it takes sessions of the session's namespace
     */
    public record ClusterView(int partitions, boolean serves) {}
}
