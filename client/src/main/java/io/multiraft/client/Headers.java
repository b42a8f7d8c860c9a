package io.multiraft.client;

import io.multiraft.client.core.Lease;
import io.multiraft.client.core.Request;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.OperationRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.QueryRequestHeaders;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;

/** Builds the wire's nested headers. */
final class Headers {

    private Headers() {}

    static SessionRequestHeaders session(Request.CreateService request) {
        return session(request.lease(), request.sequenceNum());
    }

    static ServiceRequestHeaders service(Request.DeleteService request) {
        return ServiceRequestHeaders.newBuilder()
                .setSession(session(request.lease(), request.sequenceNum()))
                .setServiceId(request.serviceId())
                .build();
    }

    static CommandRequestHeaders command(Request.Command request) {
        return CommandRequestHeaders.newBuilder()
                .setOperation(operation(request.lease(), request.serviceId()))
                .setCommandSequenceNum(request.sequenceNum())
                .setEpoch(request.lease().epoch())
                .build();
    }

    static QueryRequestHeaders query(Request.Query request) {
        return query(request.lease(), request.serviceId(), request.lastSequenceNum());
    }

    /** A read that waits for the command of that number, so that a session reads its own writes. */
    static QueryRequestHeaders query(Lease lease, long serviceId, long lastCommandSequenceNum) {
        return QueryRequestHeaders.newBuilder()
                .setOperation(operation(lease, serviceId))
                .setLastCommandSequenceNum(lastCommandSequenceNum)
                .build();
    }

    private static OperationRequestHeaders operation(Lease lease, long serviceId) {
        return OperationRequestHeaders.newBuilder()
                .setSession(
                        ServiceRequestHeaders.newBuilder()
                                .setSession(session(lease, 0))
                                .setServiceId(serviceId))
                .build();
    }

    private static SessionRequestHeaders session(Lease lease, long sequenceNum) {
        return SessionRequestHeaders.newBuilder()
                .setPartition(
                        PartitionRequestHeaders.newBuilder().setPartitionId(lease.partitionId()))
                .setSessionId(lease.sessionId())
                .setEpoch(lease.epoch())
                .setCommandSequenceNum(sequenceNum)
                .build();
    }
}
