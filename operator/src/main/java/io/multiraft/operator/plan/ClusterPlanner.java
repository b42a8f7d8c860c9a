package io.multiraft.operator.plan;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.multiraft.operator.api.ClusterSpec.SessionMirroring;
import io.multiraft.operator.api.ClusterStatus;
import io.multiraft.operator.api.ClusterStatus.PartitionSummary;
import io.multiraft.operator.api.Condition;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.PartitionStatus;
import io.multiraft.operator.plan.MirrorPlan.Mirrored;
import io.multiraft.operator.resources.Names;
import io.multiraft.operator.resources.Topology;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Derives where a cluster's members live, and its status from its children. */
public final class ClusterPlanner {

    private ClusterPlanner() {}

    /**
     * Where each partition lives. Members are placed once: a partition that exists keeps them.
     * Whether a group has formed is remembered by its own status and, should somebody delete that
     * object, by the cluster's.
     */
    public static Topology topology(MultiRaftCluster cluster, Map<String, Partition> existing) {
        String name = cluster.getMetadata().getName();
        List<String> nodes = Names.nodes(name, cluster.getSpec().nodes());
        return new Topology(
                IntStream.rangeClosed(1, cluster.getSpec().partitions())
                        .mapToObj(
                                id -> {
                                    Optional<Partition> partition =
                                            Optional.ofNullable(
                                                    existing.get(Names.partition(name, id)));
                                    return new Topology.Placed(
                                            id,
                                            partition
                                                    .map(object -> object.getSpec().members())
                                                    .orElseGet(() -> place(cluster, nodes, id)),
                                            bootstrapped(cluster, partition, id));
                                })
                        .toList());
    }

    private static List<String> place(MultiRaftCluster cluster, List<String> nodes, int id) {
        return Placement.members(nodes, id, cluster.getSpec().replicationFactor());
    }

    private static boolean bootstrapped(
            MultiRaftCluster cluster, Optional<Partition> partition, int id) {
        boolean saysPartition =
                partition
                        .map(Partition::getStatus)
                        .map(PartitionStatus::bootstrapped)
                        .orElse(false);
        return saysPartition
                || Optional.ofNullable(cluster.getStatus())
                        .map(ClusterStatus::partitions)
                        .orElse(List.of())
                        .stream()
                        .anyMatch(one -> one.id() == id && Boolean.TRUE.equals(one.bootstrapped()));
    }

    /**
     * The status as the children show it.
     *
     * @param versions versions of the nodes that can be reached
     * @param failures what could not be done, in words
     * @param mirrored how many sessions of clients are shown; empty while that is not known
     */
    public static ClusterStatus status(
            MultiRaftCluster cluster,
            Map<String, Partition> existing,
            Optional<StatefulSet> nodes,
            Collection<String> versions,
            List<String> failures,
            Optional<Mirrored> mirrored,
            Instant now) {
        ClusterStatus previous = cluster.getStatus();
        List<PartitionSummary> partitions = partitions(cluster, existing);
        Conditions conditions =
                new Conditions(
                        previous == null ? null : previous.conditions(),
                        cluster.getMetadata().getGeneration(),
                        now);
        return new ClusterStatus(
                cluster.getMetadata().getGeneration(),
                readyNodes(nodes) + "/" + cluster.getSpec().nodes(),
                count(existing, ClusterPlanner::hasQuorum) + "/" + partitions.size(),
                count(existing, ClusterPlanner::hasLeader) + "/" + partitions.size(),
                version(previous, versions),
                partitions,
                judge(conditions, cluster, partitions, nodes, failures, mirrored));
    }

    /** Of nodes that cannot be reached the last word stands. */
    private static String version(ClusterStatus previous, Collection<String> versions) {
        if (versions.isEmpty()) {
            return previous == null ? null : previous.version();
        }
        return versions.stream().distinct().sorted().collect(Collectors.joining(", "));
    }

    private static List<PartitionSummary> partitions(
            MultiRaftCluster cluster, Map<String, Partition> existing) {
        return topology(cluster, existing).partitions().stream()
                .map(
                        placed ->
                                new PartitionSummary(
                                        placed.id(),
                                        leader(
                                                existing.get(
                                                        Names.partition(
                                                                cluster.getMetadata().getName(),
                                                                placed.id()))),
                                        placed.bootstrapped()))
                .toList();
    }

    private static List<Condition> judge(
            Conditions conditions,
            MultiRaftCluster cluster,
            List<PartitionSummary> partitions,
            Optional<StatefulSet> nodes,
            List<String> failures,
            Optional<Mirrored> mirrored) {
        String leaderless =
                partitions.stream()
                        .filter(one -> one.leader() == null)
                        .map(one -> one.id().toString())
                        .collect(Collectors.joining(", "));
        boolean available = leaderless.isEmpty();
        int wanted = cluster.getSpec().nodes();
        boolean allReady = readyNodes(nodes) == wanted;
        if (!failures.isEmpty()) {
            conditions.with(Conditions.READY, false, "ApplyFailed", String.join("; ", failures));
        } else if (!available) {
            conditions.with(Conditions.READY, false, "NoLeader", "without a leader: " + leaderless);
        } else if (!allReady) {
            conditions.with(
                    Conditions.READY,
                    false,
                    "NodesNotReady",
                    readyNodes(nodes) + " of " + wanted + " nodes are ready");
        } else {
            conditions.with(Conditions.READY, true, "Ready", "all nodes and partitions are ready");
        }
        conditions.with(
                Conditions.AVAILABLE,
                available,
                available ? "AllPartitionsLed" : "NoLeader",
                available
                        ? "every partition has a leader"
                        : "partitions without a leader: " + leaderless);
        boolean rolling = nodes.map(ClusterPlanner::rolling).orElse(true);
        conditions.with(
                Conditions.PROGRESSING,
                rolling,
                rolling ? "RollingOut" : "RolledOut",
                rolling
                        ? "nodes are being brought to their wanted form"
                        : "all nodes have their wanted form");
        if (cluster.getSpec().sessionMirroring() != SessionMirroring.None) {
            mirrored.ifPresentOrElse(
                    known ->
                            conditions.with(
                                    Conditions.SESSIONS_MIRRORED,
                                    known.complete(),
                                    known.reason(),
                                    known.message()),
                    () -> conditions.keep(Conditions.SESSIONS_MIRRORED));
        }
        return conditions.build();
    }

    /** Whether nodes are being made, removed or brought to another form. */
    static boolean rolling(StatefulSet nodes) {
        StatefulSetStatus status = nodes.getStatus();
        return status == null
                || !nodes.getMetadata().getGeneration().equals(status.getObservedGeneration())
                || !nodes.getSpec().getReplicas().equals(status.getReplicas())
                || status.getUpdateRevision() == null
                || !nodes.getSpec().getReplicas().equals(status.getUpdatedReplicas());
    }

    static int readyNodes(Optional<StatefulSet> nodes) {
        return nodes.map(StatefulSet::getStatus).map(StatefulSetStatus::getReadyReplicas).orElse(0);
    }

    private static long count(Map<String, Partition> existing, Predicate<PartitionStatus> that) {
        return existing.values().stream()
                .map(Partition::getStatus)
                .filter(status -> status != null && that.test(status))
                .count();
    }

    private static boolean hasLeader(PartitionStatus status) {
        return status.leader() != null;
    }

    private static boolean hasQuorum(PartitionStatus status) {
        long running =
                status.members().stream()
                        .filter(
                                member ->
                                        switch (member.role()) {
                                            case Leader, Follower, Candidate -> true;
                                            default -> false;
                                        })
                        .count();
        return running * 2 > status.members().size();
    }

    private static String leader(Partition partition) {
        return partition == null || partition.getStatus() == null
                ? null
                : partition.getStatus().leader();
    }
}
