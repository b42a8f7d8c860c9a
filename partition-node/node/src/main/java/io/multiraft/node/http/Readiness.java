package io.multiraft.node.http;

import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.util.List;

/**
 * Whether the node should get traffic: every partition that it hosts knows a leader and is nearly
 * caught up.
 */
public final class Readiness {

    private volatile List<? extends PartitionReplica> replicas;
    private volatile boolean stopping;

    /** Partitions are being served from now on. */
    public void started(List<? extends PartitionReplica> hosted) {
        replicas = hosted;
    }

    /** Never ready again. */
    public void stopping() {
        stopping = true;
    }

    /** What is missing, one line each; none when ready. */
    public List<String> missing() {
        List<? extends PartitionReplica> hosted = replicas;
        if (stopping) {
            return List.of("the node is stopping");
        }
        if (hosted == null) {
            return List.of("the node is starting");
        }
        return hosted.stream()
                .map(PartitionReplica::status)
                .filter(status -> !status.getReady())
                .map(Readiness::reason)
                .toList();
    }

    private static String reason(PartitionStatus status) {
        String reason =
                status.getLeader().isEmpty()
                        ? "no leader is known"
                        : "applied entry %d of %d"
                                .formatted(status.getAppliedIndex(), status.getCommitIndex());
        String detail = status.getMessage().isEmpty() ? reason : status.getMessage();
        return "partition %d: %s".formatted(status.getPartitionId(), detail);
    }
}
