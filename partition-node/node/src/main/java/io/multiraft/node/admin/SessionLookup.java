package io.multiraft.node.admin;

import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.SessionHoldings;
import io.multiraft.node.grpc.Answers;
import io.multiraft.node.grpc.InvalidRequestException;
import io.multiraft.node.grpc.PartitionRequest;
import io.multiraft.node.grpc.Responder;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.node.partition.PartitionReplica.FoundSession;
import io.multiraft.proto.node.v1.GetSessionRequest;
import io.multiraft.proto.node.v1.GetSessionResponse;
import io.multiraft.proto.node.v1.HeldService;
import io.multiraft.proto.node.v1.PendingCommand;
import java.time.Duration;

/** One session of a partition with what it holds, which its leader looks up. */
record SessionLookup(GetSessionRequest request) implements PartitionRequest {

    private static final int MAX_HOLDINGS = 100;

    static SessionLookup parse(byte[] bytes)
            throws InvalidRequestException, InvalidProtocolBufferException {
        GetSessionRequest request = GetSessionRequest.parseFrom(bytes);
        PartitionField.require(request.getPartitionId());
        if (request.getSessionId() == 0 && request.getName().isEmpty()) {
            throw new InvalidRequestException(
                    "session_id and name are missing; accepted: one of them");
        }
        return new SessionLookup(request);
    }

    @Override
    public int partitionId() {
        return request.getPartitionId();
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public PartitionReplica.Watch execute(
            PartitionReplica replica, Duration timeout, Responder responder) {
        return Answers.whenDone(
                replica.session(request.getSessionId(), request.getName(), MAX_HOLDINGS, timeout),
                responder,
                found -> {
                    responder.send(response(found).toByteArray());
                    responder.complete();
                });
    }

    private static GetSessionResponse response(FoundSession found) {
        GetSessionResponse.Builder response =
                GetSessionResponse.newBuilder().setIndex(found.index());
        found.session().ifPresent(holdings -> add(response, holdings));
        return response.build();
    }

    private static void add(GetSessionResponse.Builder response, SessionHoldings holdings) {
        response.setSession(SessionDetails.of(holdings.session()));
        for (SessionHoldings.HeldService service : holdings.services()) {
            response.addServices(
                    HeldService.newBuilder()
                            .setServiceId(service.id())
                            .setType(service.type())
                            .setNamespace(service.namespace())
                            .setName(service.name()));
        }
        for (SessionHoldings.PendingCommand command : holdings.pendingCommands()) {
            response.addPendingCommands(
                    PendingCommand.newBuilder()
                            .setCommandId(command.id())
                            .setCommandSequenceNum(command.sequenceNum())
                            .setServiceId(command.serviceId())
                            .setLastOutputSequenceNum(command.lastOutputSequenceNum())
                            .setUnacknowledgedOutputCount(command.unacknowledgedOutputs()));
        }
    }
}
