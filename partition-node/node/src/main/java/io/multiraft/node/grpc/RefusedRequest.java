package io.multiraft.node.grpc;

import io.multiraft.fsm.Status;
import io.multiraft.node.grpc.ResponseEncoder.Answer;
import io.multiraft.node.partition.PartitionReplica;
import java.time.Duration;
import java.util.List;

/** A request that is answered in band as the state machine would refuse it, without asking it. */
record RefusedRequest(int partitionId, String message, ResponseEncoder encoder)
        implements PartitionRequest {

    @Override
    public boolean needsLeader() {
        return false;
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public PartitionReplica.Watch execute(
            PartitionReplica replica, Duration timeout, Responder responder) {
        Answer answer = new Answer(0, Status.INVALID, message);
        responder.sendAll(List.of(encoder.encode(answer, null)).iterator());
        return () -> {};
    }
}
