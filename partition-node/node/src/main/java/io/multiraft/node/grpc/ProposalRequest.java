package io.multiraft.node.grpc;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.proto.internal.v1.Proposal;
import java.time.Duration;
import java.util.function.Function;

/**
 * A request that goes into the log.
 *
 * @param output cuts the method's own output out of that of the partition
 */
record ProposalRequest(
        int partitionId,
        boolean repeatable,
        Proposal proposal,
        boolean streaming,
        Function<Effect.Output, ByteString> output,
        ResponseEncoder encoder)
        implements PartitionRequest {

    @Override
    public PartitionReplica.Watch execute(
            PartitionReplica replica, Duration timeout, Responder responder) {
        return replica.propose(
                proposal, new ProposalResponses(streaming, output, encoder, responder));
    }
}
