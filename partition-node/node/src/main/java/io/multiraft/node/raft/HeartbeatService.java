package io.multiraft.node.raft;

import io.multiraft.proto.internal.v1.ConfirmLeadReply;
import io.multiraft.proto.internal.v1.ConfirmLeadRequest;
import io.multiraft.proto.internal.v1.Lead;
import io.multiraft.proto.internal.v1.SharedHeartbeat;
import io.multiraft.proto.internal.v1.SharedHeartbeatReply;
import java.io.IOException;
import java.util.Optional;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ServerServiceDefinition;
import org.apache.ratis.thirdparty.io.grpc.stub.ServerCalls;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The followers' side of {@link SharedHeartbeats} and of {@link MajorityConfirmation}. A lead
 * counts only in the very term, and from the very leader, that the member follows: for anything
 * else it takes a message of Raft itself.
 */
final class HeartbeatService {

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatService.class);

    private volatile RaftServer server;
    private volatile boolean possible = true;

    /** Before that nothing is followed. */
    void serve(RaftServer started) {
        server = started;
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(HeartbeatMethod.SERVICE)
                .addMethod(HeartbeatMethod.BEAT, ServerCalls.asyncUnaryCall(this::beat))
                .addMethod(
                        HeartbeatMethod.CONFIRM_LEAD, ServerCalls.asyncUnaryCall(this::confirmLead))
                .build();
    }

    private void beat(SharedHeartbeat heartbeat, StreamObserver<SharedHeartbeatReply> answer) {
        answer.onNext(hear(heartbeat));
        answer.onCompleted();
    }

    private void confirmLead(ConfirmLeadRequest asked, StreamObserver<ConfirmLeadReply> answer) {
        boolean follows = followed(asked.getLeader(), asked.getLead()).isPresent();
        answer.onNext(ConfirmLeadReply.newBuilder().setFollows(follows).build());
        answer.onCompleted();
    }

    SharedHeartbeatReply hear(SharedHeartbeat heartbeat) {
        SharedHeartbeatReply.Builder reply = SharedHeartbeatReply.newBuilder();
        for (int i = 0; i < heartbeat.getLeadsCount(); i++) {
            if (hears(heartbeat.getLeader(), heartbeat.getLeads(i))) {
                reply.addFollowed(i);
            }
        }
        return reply.build();
    }

    /** Notes that the leader was heard from, if it is the one that this node follows. */
    private boolean hears(String leader, Lead lead) {
        Optional<RaftServer.Division> followed = followed(leader, lead);
        if (!possible || followed.isEmpty()) {
            return false;
        }
        try {
            return DivisionRepairs.hearLeader(followed.get());
        } catch (ReflectiveOperationException | ClassCastException e) {
            possible = false;
            LOG.warn("Every group is sent heartbeats of its own: {}", e.toString());
            return false;
        }
    }

    /** This node's member of the group, if it follows that leader in that term. */
    private Optional<RaftServer.Division> followed(String leader, Lead lead) {
        RaftServer serving = server;
        if (serving == null) {
            return Optional.empty();
        }
        try {
            RaftServer.Division division = serving.getDivision(group(lead));
            DivisionInfo info = division.getInfo();
            boolean follows =
                    info.isFollower()
                            && info.isAlive()
                            && info.getCurrentTerm() == lead.getTerm()
                            && RaftPeerId.valueOf(leader).equals(info.getLeaderId());
            return follows ? Optional.of(division) : Optional.empty();
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // No group of this node, or none yet; or not even the id of one.
            return Optional.empty();
        }
    }

    private static RaftGroupId group(Lead lead) {
        return RaftGroupId.valueOf(ByteString.copyFrom(lead.getGroupId().toByteArray()));
    }
}
