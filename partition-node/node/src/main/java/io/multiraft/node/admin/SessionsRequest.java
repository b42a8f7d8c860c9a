package io.multiraft.node.admin;

import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.fsm.SessionView;
import io.multiraft.node.grpc.Answers;
import io.multiraft.node.grpc.InvalidRequestException;
import io.multiraft.node.grpc.PartitionRequest;
import io.multiraft.node.grpc.Responder;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.node.partition.PartitionReplica.SessionList;
import io.multiraft.proto.node.v1.ListSessionsRequest;
import io.multiraft.proto.node.v1.ListSessionsResponse;
import java.util.List;

/** A list of the sessions of a partition, which its leader makes. */
record SessionsRequest(ListSessionsRequest request) implements PartitionRequest {

    private static final int MAX_SESSIONS = 1000;

    static SessionsRequest parse(byte[] bytes)
            throws InvalidRequestException, InvalidProtocolBufferException {
        ListSessionsRequest request = ListSessionsRequest.parseFrom(bytes);
        PartitionField.require(request.getPartitionId());
        if (Integer.compareUnsigned(request.getLimit(), MAX_SESSIONS) > 0) {
            throw new InvalidRequestException(
                    "limit is %s; accepted: 1..%d, or 0 for the most"
                            .formatted(Integer.toUnsignedString(request.getLimit()), MAX_SESSIONS));
        }
        return new SessionsRequest(request);
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
            PartitionReplica replica, java.time.Duration timeout, Responder responder) {
        int limit = request.getLimit() == 0 ? MAX_SESSIONS : request.getLimit();
        // One more than is shown tells whether there are more.
        return Answers.whenDone(
                replica.sessions(selection(), limit + 1, request.getCountOpen(), timeout),
                responder,
                list -> {
                    responder.send(response(list, limit).toByteArray());
                    responder.complete();
                });
    }

    private SessionSelection selection() {
        return new SessionSelection(
                request.getAfterSessionId(),
                request.getNoncePrefix(),
                request.getExcludedNoncePrefix(),
                request.getOpenOnly(),
                request.getNamedOnly());
    }

    private static ListSessionsResponse response(SessionList list, int limit) {
        List<SessionView> views = list.sessions();
        return ListSessionsResponse.newBuilder()
                .addAllSessions(views.stream().limit(limit).map(SessionDetails::of).toList())
                .setMore(views.size() > limit)
                .setIndex(list.index())
                .setSessionVersion(list.sessionVersion())
                .setOpenCount(list.openCount())
                .build();
    }
}
