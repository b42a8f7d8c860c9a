package io.multiraft.node.session;

import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Tells cheaply whether sessions may have changed. A replica of this node that keeps up says so
 * without asking anybody; of other partitions the leaders are asked.
 */
final class SessionChanges {

    private static final long OWN_LOOK_MILLIS = 200;
    private static final long REMOTE_LOOK_MILLIS = 1_000;

    private final int partitions;
    private final List<? extends PartitionReplica> replicas;
    private final PartitionSessions partitionSessions;

    /**
     * @param partitions how many the cluster has
     * @param replicas those that this node hosts
     */
    SessionChanges(
            int partitions,
            List<? extends PartitionReplica> replicas,
            PartitionSessions partitionSessions) {
        this.partitions = partitions;
        this.replicas = replicas;
        this.partitionSessions = partitionSessions;
    }

    /** Those of this node's partitions that nobody leads now, as far as it knows. */
    List<Integer> leaderless() {
        return replicas.stream()
                .filter(replica -> replica.leadership().leader().isEmpty())
                .map(PartitionReplica::id)
                .toList();
    }

    /** How often it is worth looking. */
    long lookMillis() {
        return own().size() == partitions ? OWN_LOOK_MILLIS : REMOTE_LOOK_MILLIS;
    }

    /**
     * By partition a number that is another one after each change. Who says it may change too, and
     * then it is another one without a change.
     */
    CompletableFuture<Map<Integer, Long>> versions() {
        Map<Integer, Long> versions = own();
        Map<Integer, CompletableFuture<Long>> asked = new TreeMap<>();
        IntStream.rangeClosed(1, partitions)
                .filter(id -> !versions.containsKey(id))
                .forEach(id -> asked.put(id, partitionSessions.version(id)));
        return CompletableFuture.allOf(asked.values().toArray(new CompletableFuture<?>[0]))
                .thenApply(
                        done -> {
                            asked.forEach((id, version) -> versions.put(id, version.join()));
                            return versions;
                        });
    }

    private Map<Integer, Long> own() {
        Map<Integer, Long> versions = new TreeMap<>();
        for (PartitionReplica replica : replicas) {
            PartitionStatus status = replica.status();
            if (status.getReady()) {
                versions.put(replica.id(), status.getSessionVersion());
            }
        }
        return versions;
    }
}
