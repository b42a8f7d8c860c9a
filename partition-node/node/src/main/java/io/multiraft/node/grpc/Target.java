package io.multiraft.node.grpc;

import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.QueryRequestHeaders;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import java.util.ArrayList;
import java.util.List;

/**
 * What the headers of a request say: whom it is for, and where it stands among the commands of its
 * session.
 *
 * @param serviceId 0 where the operation has no service yet
 * @param sequenceNum of a command its own number, of a query that of the command it must see; 0 is
 *     none
 * @param epoch 0 is not checked
 */
record Target(int partitionId, long sessionId, long serviceId, long sequenceNum, long epoch) {

    static Target of(SessionRequestHeaders headers) throws InvalidRequestException {
        requireAll("headers.", headers, null);
        return session(headers, 0, headers.getCommandSequenceNum(), headers.getEpoch());
    }

    static Target of(ServiceRequestHeaders headers) throws InvalidRequestException {
        requireAll("headers.session.", headers.getSession(), new Service("headers.", headers));
        SessionRequestHeaders session = headers.getSession();
        return session(
                session,
                headers.getServiceId(),
                session.getCommandSequenceNum(),
                session.getEpoch());
    }

    static Target of(CommandRequestHeaders headers) throws InvalidRequestException {
        ServiceRequestHeaders service = headers.getOperation().getSession();
        SessionRequestHeaders session = service.getSession();
        requireOperation(service);
        long epoch = headers.getEpoch() == 0 ? session.getEpoch() : headers.getEpoch();
        return session(session, service.getServiceId(), headers.getCommandSequenceNum(), epoch);
    }

    static Target of(QueryRequestHeaders headers) throws InvalidRequestException {
        ServiceRequestHeaders service = headers.getOperation().getSession();
        SessionRequestHeaders session = service.getSession();
        requireOperation(service);
        return session(
                session,
                service.getServiceId(),
                headers.getLastCommandSequenceNum(),
                session.getEpoch());
    }

    private static Target session(
            SessionRequestHeaders session, long serviceId, long sequenceNum, long epoch) {
        return new Target(
                session.getPartition().getPartitionId(),
                session.getSessionId(),
                serviceId,
                sequenceNum,
                epoch);
    }

    private record Service(String path, ServiceRequestHeaders headers) {}

    private static void requireOperation(ServiceRequestHeaders service)
            throws InvalidRequestException {
        String path = "headers.operation.session.";
        requireAll(path + "session.", service.getSession(), new Service(path, service));
    }

    /** Names all header fields that are missing, not only the first. */
    private static void requireAll(String path, SessionRequestHeaders session, Service service)
            throws InvalidRequestException {
        List<String> missing = new ArrayList<>();
        if (session.getPartition().getPartitionId() == 0) {
            missing.add(path + "partition.partition_id");
        }
        if (session.getSessionId() == 0) {
            missing.add(path + "session_id");
        }
        if (service != null && service.headers().getServiceId() == 0) {
            missing.add(service.path() + "service_id");
        }
        requireNone(missing);
    }

    /** Refuses a request that lacks fields. */
    static void requireNone(List<String> missing) throws InvalidRequestException {
        if (!missing.isEmpty()) {
            throw new InvalidRequestException(
                    String.join(", ", missing)
                            + (missing.size() == 1 ? " is missing" : " are missing")
                            + "; ids count from 1");
        }
    }
}
