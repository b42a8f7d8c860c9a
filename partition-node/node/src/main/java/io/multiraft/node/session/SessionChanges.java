package io.multiraft.node.session;

import io.multiraft.node.partition.PartitionReplica;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Tells cheaply whether sessions may have changed: this node's own replicas say so without asking
 * anybody; of partitions that it does not host, their leaders are asked.
 */
final class SessionChanges {

    private static final long OWN_LOOK_MILLIS = 200;
    private static final long REMOTE_LOOK_MILLIS = 1_000;

    private final List<? extends PartitionReplica> replicas;
    private final PartitionSessions partitionSessions;
    private final List<Integer> remote;

    /**
     * @param partitions how many the cluster has
     * @param replicas those that this node hosts
     */
    SessionChanges(
            int partitions,
            List<? extends PartitionReplica> replicas,
            PartitionSessions partitionSessions) {
        this.replicas = replicas;
        this.partitionSessions = partitionSessions;
        this.remote =
                IntStream.rangeClosed(1, partitions)
                        .filter(id -> replicas.stream().noneMatch(one -> one.id() == id))
                        .boxed()
                        .toList();
    }

    /** How often it is worth looking. */
    long lookMillis() {
        return remote.isEmpty() ? OWN_LOOK_MILLIS : REMOTE_LOOK_MILLIS;
    }

    /** By partition a number that is another one after each change. */
    CompletableFuture<Map<Integer, Long>> versions() {
        Map<Integer, CompletableFuture<Long>> asked = new TreeMap<>();
        remote.forEach(id -> asked.put(id, partitionSessions.version(id)));
        return CompletableFuture.allOf(asked.values().toArray(new CompletableFuture<?>[0]))
                .thenApply(
                        done -> {
                            Map<Integer, Long> versions = new TreeMap<>();
                            replicas.forEach(
                                    one ->
                                            versions.put(
                                                    one.id(), one.status().getSessionVersion()));
                            asked.forEach((id, version) -> versions.put(id, version.join()));
                            return versions;
                        });
    }
}
