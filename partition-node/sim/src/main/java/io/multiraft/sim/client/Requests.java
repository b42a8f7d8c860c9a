package io.multiraft.sim.client;

import com.google.protobuf.ByteString;
import io.multiraft.client.core.Acknowledgement;
import io.multiraft.client.core.Lease;
import io.multiraft.client.core.Request;
import io.multiraft.fsm.Query;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.proto.multiraft.v1.ServiceInput;
import io.multiraft.proto.multiraft.v1.SessionInput;
import io.multiraft.sim.net.Call;

/** What a node makes of a client's request. */
public final class Requests {

    private static final String NAMESPACE = "sim";

    private Requests() {}

    /**
     * Of what the core says, but for the opening of a session.
     *
     * @param payload of a command or a query
     */
    public static Call of(Request request, ByteString payload) {
        if (request instanceof Request.KeepAlive keepAlive) {
            return keepAlive(keepAlive);
        } else if (request instanceof Request.CloseSession close) {
            return close(close.lease());
        } else if (request instanceof Request.CreateService create) {
            return create(create);
        } else if (request instanceof Request.Command command) {
            return command(command, payload);
        } else if (request instanceof Request.Query query) {
            return query(query, payload);
        }
        throw new IllegalArgumentException("no node takes " + request);
    }

    public static Call open(OpenSessionInput input) {
        return propose(PartitionInput.newBuilder().setOpenSession(input), 0, 0);
    }

    private static Call keepAlive(Request.KeepAlive request) {
        Acknowledgement acknowledgement = request.acknowledgement();
        KeepAliveInput input =
                KeepAliveInput.newBuilder()
                        .setSessionId(request.lease().sessionId())
                        .setEpoch(request.lease().epoch())
                        .setLastCommandSequenceNum(acknowledgement.lastCommandSequenceNum())
                        .setPendingCommandsFilter(acknowledgement.filter())
                        .putAllOutputStreamSequenceNums(acknowledgement.outputs())
                        .build();
        return propose(PartitionInput.newBuilder().setKeepAlive(input), 0, request.lease().epoch());
    }

    private static Call close(Lease lease) {
        CloseSessionInput input =
                CloseSessionInput.newBuilder()
                        .setSessionId(lease.sessionId())
                        .setEpoch(lease.epoch())
                        .build();
        return propose(PartitionInput.newBuilder().setCloseSession(input), 0, 0);
    }

    /** The service's name is its type, a blank, and the rest. */
    private static Call create(Request.CreateService request) {
        String[] typeAndName = request.service().split(" ");
        CreateServiceInput input =
                CreateServiceInput.newBuilder()
                        .setService(typeAndName[0])
                        .setNamespace(NAMESPACE)
                        .setName(typeAndName[1])
                        .build();
        return ofSession(
                SessionInput.newBuilder().setCreateService(input),
                request.lease(),
                request.sequenceNum());
    }

    private static Call command(Request.Command request, ByteString payload) {
        ServiceInput input =
                ServiceInput.newBuilder()
                        .setServiceId(request.serviceId())
                        .setPayload(payload)
                        .build();
        return ofSession(
                SessionInput.newBuilder().setServiceInput(input),
                request.lease(),
                request.sequenceNum());
    }

    private static Call query(Request.Query request, ByteString payload) {
        Lease lease = request.lease();
        Query query = new Query(lease.sessionId(), request.serviceId(), lease.epoch(), payload);
        return new Call.Read(query, request.lastSequenceNum());
    }

    static Call propose(PartitionInput.Builder input, long sequenceNum, long epoch) {
        return new Call.Propose(
                Proposal.newBuilder()
                        .setInput(input)
                        .setCommandSequenceNum(sequenceNum)
                        .setEpoch(epoch)
                        .build());
    }

    private static Call ofSession(SessionInput.Builder input, Lease lease, long sequenceNum) {
        return propose(
                PartitionInput.newBuilder().setSessionInput(input.setSessionId(lease.sessionId())),
                sequenceNum,
                lease.epoch());
    }
}
