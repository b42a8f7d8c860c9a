package io.multiraft.node.grpc;

import io.multiraft.node.partition.PartitionReplica;
import java.time.Duration;

/** One request that was read from the wire, for one partition. */
public interface PartitionRequest {

    int partitionId();

    /** Only the leader can answer; otherwise any member. */
    default boolean needsLeader() {
        return true;
    }

    /** It may be executed again when nobody knows whether it was: the outcome is the same. */
    boolean repeatable();

    /**
     * Executes the request on a replica.
     *
     * @param timeout how long the caller still waits
     * @return stops what goes on for the responder
     */
    PartitionReplica.Watch execute(PartitionReplica replica, Duration timeout, Responder responder);
}
