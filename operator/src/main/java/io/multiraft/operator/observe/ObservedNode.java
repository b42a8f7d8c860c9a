package io.multiraft.operator.observe;

import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A node within reach: what it said last, and since when it says the same.
 *
 * @param since when it came within reach, of this operator
 * @param steadySince by partition, since when its member stands as it does: the same role, term,
 *     leader and members, and keeping up or not
 */
public record ObservedNode(NodeStatus status, Instant since, Map<Integer, Instant> steadySince) {

    public ObservedNode {
        steadySince = Map.copyOf(steadySince);
    }

    /** Heard of for the first time, or again after a silence. */
    static ObservedNode first(NodeStatus said, Instant now) {
        return new ObservedNode(said, now, Map.of()).then(said, now);
    }

    /** With what it said next. */
    ObservedNode then(NodeStatus said, Instant now) {
        Map<Integer, PartitionStatus> before = standings(status);
        Map<Integer, Instant> steady = new HashMap<>();
        standings(said)
                .forEach(
                        (id, standing) ->
                                steady.put(
                                        id,
                                        standing.equals(before.get(id))
                                                ? steadySince.getOrDefault(id, now)
                                                : now));
        return new ObservedNode(said, since, steady);
    }

    /** Whether every member stands as it did at {@code other}. */
    boolean standsAsIn(ObservedNode other) {
        return standings(status).equals(standings(other.status));
    }

    /** Since when its member of a partition stands as it does; empty when it has none. */
    public Optional<Instant> steadySince(int partition) {
        return Optional.ofNullable(steadySince.get(partition));
    }

    /** By partition; without what changes all the time: how far it is, how many sessions. */
    private static Map<Integer, PartitionStatus> standings(NodeStatus said) {
        Map<Integer, PartitionStatus> standings = new HashMap<>();
        for (PartitionStatus status : said.getPartitionsList()) {
            standings.put(
                    status.getPartitionId(),
                    status.toBuilder()
                            .clearCommitIndex()
                            .clearAppliedIndex()
                            .clearSnapshotIndex()
                            .clearSessionCount()
                            .clearSessionVersion()
                            .build());
        }
        return standings;
    }
}
