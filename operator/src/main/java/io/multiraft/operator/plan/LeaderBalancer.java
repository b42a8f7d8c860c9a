package io.multiraft.operator.plan;

import io.multiraft.operator.api.Partition;
import io.multiraft.operator.observe.Leadership;
import io.multiraft.operator.observe.ObservedNode;
import io.multiraft.operator.resources.Names;
import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Brings the lead of each partition back to its preferred leader, and so spreads the leads over the
 * nodes. A move stops the writes of a partition for a moment, so it waits until all is well, and
 * has been for a while; whoever leads meanwhile is left alone.
 */
public final class LeaderBalancer {

    /**
     * A member that is further behind than this many entries is left to catch up first. Not fewer,
     * for two nodes are heard up to 100 ms apart, in which a busy leader commits some hundreds.
     */
    static final long BEHIND_MAX = 1_000;

    /** Nobody tells that a member has caught up. */
    static final Duration CATCH_UP = Duration.ofSeconds(5);

    private final LeaderObservation observed;
    private final LeaderTries tries;
    private final Duration steadyMin;
    private final Instant now;

    private LeaderBalancer(
            LeaderObservation observed, LeaderTries tries, Duration steadyMin, Instant now) {
        this.observed = observed;
        this.tries = tries;
        this.steadyMin = steadyMin;
        this.now = now;
    }

    /**
     * @param steadyMin how long everything must have stood as it does
     */
    public static LeaderPlan plan(
            LeaderObservation observed, LeaderTries tries, Duration steadyMin, Instant now) {
        return new LeaderBalancer(observed, tries, steadyMin, now).plan();
    }

    private LeaderPlan plan() {
        if (!calm()) {
            return LeaderPlan.REST;
        }
        LeaderPlan next = LeaderPlan.REST;
        List<Partition> inOrder =
                observed.partitions().stream()
                        .sorted(Comparator.comparing(partition -> partition.getSpec().id()))
                        .toList();
        for (Partition partition : inOrder) {
            Optional<LeaderMove> move = move(partition);
            if (move.isPresent()) {
                Duration left = left(partition);
                if (left.isZero() || left.isNegative()) {
                    return LeaderPlan.now(move.get());
                }
                next = sooner(next, left);
            }
        }
        return next;
    }

    private static LeaderPlan sooner(LeaderPlan next, Duration left) {
        return next.lookAgain().filter(known -> known.compareTo(left) <= 0).isPresent()
                ? next
                : LeaderPlan.later(left);
    }

    /** The cluster is to stay, all its nodes are up, and none is about to go down. */
    private boolean calm() {
        int nodes = observed.cluster().getSpec().nodes();
        return !observed.cluster().isMarkedForDeletion()
                && observed.statefulSet().filter(set -> !ClusterPlanner.rolling(set)).isPresent()
                && ClusterPlanner.readyNodes(observed.statefulSet()) == nodes
                && observed.nodes()
                        .keySet()
                        .containsAll(
                                Names.nodes(observed.cluster().getMetadata().getName(), nodes));
    }

    /** The move that would put it right, however soon; empty when all is right or not well. */
    private Optional<LeaderMove> move(Partition partition) {
        int id = partition.getSpec().id();
        String preferred = partition.getSpec().members().get(0);
        return Leadership.of(statuses(), id)
                .filter(now -> !now.leader().equals(preferred))
                .filter(now -> well(partition, now))
                .map(now -> new LeaderMove(id, now.leader(), preferred));
    }

    private Collection<NodeStatus> statuses() {
        return observed.nodes().values().stream().map(ObservedNode::status).toList();
    }

    /** It is to stay, and every member agrees on the leader and the members, and keeps up. */
    private boolean well(Partition partition, Leadership leadership) {
        List<String> members = partition.getSpec().members();
        return !partition.isMarkedForDeletion()
                && members.contains(leadership.leader())
                && members.stream()
                        .allMatch(
                                name ->
                                        member(name, partition)
                                                .filter(one -> agrees(one, leadership, members))
                                                .filter(
                                                        one ->
                                                                one.getRole()
                                                                        == role(name, leadership))
                                                .isPresent());
    }

    private Optional<PartitionStatus> member(String name, Partition partition) {
        return Optional.ofNullable(observed.nodes().get(name))
                .flatMap(node -> Leadership.partition(node.status(), partition.getSpec().id()));
    }

    private static boolean agrees(
            PartitionStatus member, Leadership leadership, List<String> members) {
        return member.getReady()
                && member.getTerm() == leadership.term()
                && member.getLeader().equals(leadership.leader())
                && Set.copyOf(member.getMembersList()).equals(Set.copyOf(members));
    }

    private static Role role(String name, Leadership leadership) {
        return name.equals(leadership.leader()) ? Role.LEADER : Role.FOLLOWER;
    }

    /** How long its lead has to stay where it is. */
    private Duration left(Partition partition) {
        Instant due =
                Stream.of(
                                steadySince(partition).plus(steadyMin),
                                tries.notBefore(partition.getSpec().id()))
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        Duration left = Duration.between(now, due.isBefore(now) ? now : due);
        return left.isZero() && behind(partition) > BEHIND_MAX ? CATCH_UP : left;
    }

    /** When a node came last, or a member of the partition changed its standing. */
    private Instant steadySince(Partition partition) {
        int id = partition.getSpec().id();
        Stream<Instant> nodes = observed.nodes().values().stream().map(ObservedNode::since);
        Stream<Instant> members =
                partition.getSpec().members().stream()
                        .flatMap(name -> observed.nodes().get(name).steadySince(id).stream());
        return Stream.concat(nodes, members).max(Comparator.naturalOrder()).orElse(now);
    }

    private long behind(Partition partition) {
        List<PartitionStatus> members =
                partition.getSpec().members().stream()
                        .flatMap(name -> member(name, partition).stream())
                        .toList();
        return members.stream().mapToLong(PartitionStatus::getCommitIndex).max().orElse(0)
                - members.stream().mapToLong(PartitionStatus::getAppliedIndex).min().orElse(0);
    }
}
