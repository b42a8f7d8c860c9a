package io.multiraft.node.session;

import io.multiraft.node.grpc.PartitionRequest;
import io.multiraft.node.grpc.Responder;
import io.multiraft.node.grpc.Routes;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.node.partition.PartitionReplica.Leadership;
import io.multiraft.proto.headers.ResponseHeader;
import io.multiraft.proto.headers.ResponseStatus;
import io.multiraft.proto.headers.ResponseType;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.proto.session.OpenSessionResponse;
import java.time.Duration;

/**
 * A request of the 2020 API, which a member that does not lead answers with who does.
 *
 * @param sessionId of the session that the request is for; 0 where it opens one
 */
record LegacyRequest(
        int partitionId, boolean repeatable, long sessionId, PartitionInput input, Routes routes)
        implements PartitionRequest {

    @Override
    public boolean needsLeader() {
        return false;
    }

    @Override
    public PartitionReplica.Watch execute(
            PartitionReplica replica, Duration timeout, Responder responder) {
        Leadership leadership = replica.leadership();
        ResponseHeader.Builder header =
                ResponseHeader.newBuilder()
                        .setSessionId(sessionId)
                        .setLeader(routes.apiAddress(leadership.leader()))
                        .setType(ResponseType.RESPONSE);
        if (!leadership.self()) {
            answer(responder, header.setStatus(ResponseStatus.NOT_LEADER).build());
            return () -> {};
        }
        Proposal proposal = Proposal.newBuilder().setInput(input).build();
        return replica.propose(proposal, new LegacyAnswer(header, responder));
    }

    /** In all responses of the service the header is the only field, and has the same number. */
    static void answer(Responder responder, ResponseHeader header) {
        responder.send(OpenSessionResponse.newBuilder().setHeader(header).build().toByteArray());
        responder.complete();
    }
}
