package io.multiraft.operator.observe;

import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Who leads a partition, in which term. */
public record Leadership(String leader, long term) {

    /**
     * What the observations agree on. Of several claims the one with the highest term holds: a
     * leader that was cut off goes on claiming an old one. A claim does not hold against the word
     * of the named node itself that it leads no more.
     */
    public static Optional<Leadership> of(Collection<NodeStatus> nodes, int partition) {
        return nodes.stream()
                .flatMap(node -> partition(node, partition).stream())
                .filter(Leadership::claims)
                .max(
                        Comparator.comparingLong(PartitionStatus::getTerm)
                                .thenComparing(status -> status.getRole() == Role.LEADER))
                .map(status -> new Leadership(status.getLeader(), status.getTerm()))
                .filter(claim -> !claim.denied(nodes, partition));
    }

    /** What a node says of a partition. */
    public static Optional<PartitionStatus> partition(NodeStatus node, int partition) {
        return node.getPartitionsList().stream()
                .filter(status -> status.getPartitionId() == partition)
                .findFirst();
    }

    private static boolean claims(PartitionStatus status) {
        return !status.getLeader().isEmpty()
                && switch (status.getRole()) {
                    case LEADER, FOLLOWER, CANDIDATE -> true;
                    default -> false;
                };
    }

    private boolean denied(Collection<NodeStatus> nodes, int partition) {
        return nodes.stream()
                .filter(node -> node.getName().equals(leader))
                .flatMap(node -> partition(node, partition).stream())
                .anyMatch(status -> status.getRole() != Role.LEADER && status.getTerm() >= term);
    }
}
