package io.multiraft.operator.plan;

import io.multiraft.operator.api.Condition;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.PartitionStatus;
import io.multiraft.operator.api.PartitionStatus.Member;
import io.multiraft.operator.observe.Leadership;
import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Derives the status of a partition from what its nodes say now. */
public final class PartitionPlanner {

    /** Reasons of the Ready condition; {@code kubectl get partitions} shows them as the state. */
    static final String READY = "Ready";

    static final String NO_LEADER = "NoLeader";
    static final String QUORUM_LOST = "QuorumLost";
    static final String NOT_BOOTSTRAPPED = "NotBootstrapped";
    static final String UNREACHABLE = "Unreachable";

    private final Partition partition;
    private final int id;
    private final List<NodeStatus> nodes;
    private final PartitionStatus previous;
    private final List<Member> members;
    private final Optional<Leadership> leadership;
    private final boolean bootstrapped;

    private PartitionPlanner(Partition partition, Map<String, NodeStatus> observed) {
        this.partition = partition;
        this.id = partition.getSpec().id();
        this.nodes =
                partition.getSpec().members().stream()
                        .map(observed::get)
                        .filter(Objects::nonNull)
                        .toList();
        this.previous = partition.getStatus();
        this.members =
                partition.getSpec().members().stream()
                        .map(name -> member(name, observed.get(name)))
                        .toList();
        this.leadership = Leadership.of(nodes, id);
        this.bootstrapped =
                previous != null && Boolean.TRUE.equals(previous.bootstrapped()) || committed();
    }

    /**
     * @param observed what is known now, by node; nothing of a node that cannot be reached
     */
    public static PartitionStatus status(
            Partition partition, Map<String, NodeStatus> observed, Instant now) {
        return new PartitionPlanner(partition, observed).status(now);
    }

    private PartitionStatus status(Instant now) {
        Long generation = partition.getMetadata().getGeneration();
        String reason = reason();
        List<Condition> conditions =
                new Conditions(previous == null ? null : previous.conditions(), generation, now)
                        .with(Conditions.READY, reason.equals(READY), reason, message(reason))
                        .build();
        return new PartitionStatus(
                generation,
                leadership.map(Leadership::leader).orElse(null),
                leadership.map(Leadership::term).orElse(null),
                keepingUp() + "/" + members.size(),
                members,
                sessions(),
                bootstrapped,
                conditions);
    }

    private String reason() {
        if (leadership.isPresent()) {
            return READY;
        } else if (!bootstrapped) {
            return NOT_BOOTSTRAPPED;
        } else if (nodes.isEmpty()) {
            return UNREACHABLE;
        }
        return running() * 2 > members.size() ? NO_LEADER : QUORUM_LOST;
    }

    private String message(String reason) {
        return switch (reason) {
            case READY -> "the partition has a leader";
            case NOT_BOOTSTRAPPED ->
                    "the group has not formed yet: it does when a majority of " + names() + " runs";
            case UNREACHABLE -> "none of " + names() + " can be reached";
            case NO_LEADER -> "a majority of the members runs, an election is due";
            default ->
                    "only %d of %d members run, it takes %d to elect a leader"
                            .formatted(running(), members.size(), members.size() / 2 + 1);
        };
    }

    private String names() {
        return String.join(", ", partition.getSpec().members());
    }

    /** A leader that has committed: from now on the group must never be formed anew. */
    private boolean committed() {
        return nodes.stream()
                .flatMap(node -> Leadership.partition(node, id).stream())
                .anyMatch(status -> !status.getLeader().isEmpty() && status.getCommitIndex() > 0);
    }

    /** The leader knows best; without one the last number stands. */
    private Long sessions() {
        return leadership
                .flatMap(
                        now ->
                                nodes.stream()
                                        .filter(node -> node.getName().equals(now.leader()))
                                        .findFirst())
                .flatMap(node -> Leadership.partition(node, id))
                .map(status -> status.getSessionCount())
                .orElse(previous == null ? Long.valueOf(0) : previous.sessions());
    }

    private long running() {
        return members.stream()
                .filter(
                        member ->
                                switch (member.role()) {
                                    case Leader, Follower, Candidate -> true;
                                    default -> false;
                                })
                .count();
    }

    private long keepingUp() {
        return nodes.stream()
                .flatMap(node -> Leadership.partition(node, id).stream())
                .filter(status -> status.getReady())
                .filter(
                        status ->
                                status.getRole() == Role.LEADER
                                        || status.getRole() == Role.FOLLOWER)
                .count();
    }

    private Member member(String name, NodeStatus node) {
        if (node == null) {
            return new Member(name, PartitionStatus.Role.Unreachable, null);
        }
        return Leadership.partition(node, id)
                .map(
                        status ->
                                new Member(
                                        name,
                                        role(status.getRole()),
                                        status.getMessage().isEmpty() ? null : status.getMessage()))
                .orElse(
                        new Member(
                                name,
                                PartitionStatus.Role.Unknown,
                                "the node does not speak of this partition"));
    }

    private static PartitionStatus.Role role(Role role) {
        return switch (role) {
            case LEADER -> PartitionStatus.Role.Leader;
            case FOLLOWER -> PartitionStatus.Role.Follower;
            case CANDIDATE -> PartitionStatus.Role.Candidate;
            case NOT_A_MEMBER -> PartitionStatus.Role.NotAMember;
            case FAILED -> PartitionStatus.Role.Failed;
            case UNKNOWN, UNRECOGNIZED -> PartitionStatus.Role.Unknown;
        };
    }
}
