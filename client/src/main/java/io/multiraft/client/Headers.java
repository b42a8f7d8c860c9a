package io.multiraft.client;

import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.OperationRequestHeaders;
import io.multiraft.proto.multiraft.v1.OperationResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.QueryRequestHeaders;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;

/** Builds and reads the wire's nested headers. */
final class Headers {

    private Headers() {}

    static SessionRequestHeaders session(
            int partitionId, long sessionId, long epoch, long sequenceNum) {
        return SessionRequestHeaders.newBuilder()
                .setPartition(PartitionRequestHeaders.newBuilder().setPartitionId(partitionId))
                .setSessionId(sessionId)
                .setEpoch(epoch)
                .setCommandSequenceNum(sequenceNum)
                .build();
    }

    static CommandRequestHeaders command(
            SessionRequestHeaders session, long serviceId, long sequenceNum) {
        return CommandRequestHeaders.newBuilder()
                .setOperation(operation(session, serviceId))
                .setCommandSequenceNum(sequenceNum)
                .setEpoch(session.getEpoch())
                .build();
    }

    /** A read that waits for the command of that number, so that a session reads its own writes. */
    static QueryRequestHeaders query(
            SessionRequestHeaders session, long serviceId, long lastCommandSequenceNum) {
        return QueryRequestHeaders.newBuilder()
                .setOperation(operation(session, serviceId))
                .setLastCommandSequenceNum(lastCommandSequenceNum)
                .build();
    }

    static PartitionResponseHeaders partition(OperationResponseHeaders headers) {
        return headers.getSession().getSession().getPartition();
    }

    private static OperationRequestHeaders operation(
            SessionRequestHeaders session, long serviceId) {
        return OperationRequestHeaders.newBuilder()
                .setSession(
                        ServiceRequestHeaders.newBuilder()
                                .setSession(session)
                                .setServiceId(serviceId))
                .build();
    }
}
