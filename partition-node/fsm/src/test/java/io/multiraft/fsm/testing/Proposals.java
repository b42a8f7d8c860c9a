package io.multiraft.fsm.testing;

import com.google.protobuf.ByteString;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.v1.CloseServiceInput;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.proto.multiraft.v1.ServiceInput;
import io.multiraft.proto.multiraft.v1.SessionInput;

/** Proposals as a node makes them of its callers' requests. */
public final class Proposals {

    private Proposals() {}

    public static Proposal open(OpenSessionInput input) {
        return proposal(PartitionInput.newBuilder().setOpenSession(input));
    }

    public static Proposal keepAlive(KeepAliveInput input) {
        return proposal(PartitionInput.newBuilder().setKeepAlive(input));
    }

    public static Proposal close(long sessionId) {
        return close(sessionId, "");
    }

    /**
     * @param deleteService name of the service that goes with it; empty for none
     */
    public static Proposal close(long sessionId, String deleteService) {
        CloseSessionInput input =
                CloseSessionInput.newBuilder()
                        .setSessionId(sessionId)
                        .setDeleteServiceName(deleteService)
                        .build();
        return proposal(PartitionInput.newBuilder().setCloseSession(input));
    }

    public static Proposal create(
            long sessionId, long sequenceNum, String type, String namespace, String name) {
        CreateServiceInput input =
                CreateServiceInput.newBuilder()
                        .setService(type)
                        .setNamespace(namespace)
                        .setName(name)
                        .build();
        return session(SessionInput.newBuilder().setCreateService(input), sessionId, sequenceNum);
    }

    public static Proposal closeService(long sessionId, long sequenceNum, long serviceId) {
        return closeService(sessionId, sequenceNum, serviceId, false);
    }

    public static Proposal closeService(
            long sessionId, long sequenceNum, long serviceId, boolean delete) {
        CloseServiceInput input =
                CloseServiceInput.newBuilder().setServiceId(serviceId).setDelete(delete).build();
        return session(SessionInput.newBuilder().setCloseService(input), sessionId, sequenceNum);
    }

    public static Proposal counter(
            long sessionId, long sequenceNum, long serviceId, CounterInput input) {
        return command(sessionId, sequenceNum, serviceId, input.toByteString());
    }

    public static Proposal map(long sessionId, long sequenceNum, long serviceId, MapInput input) {
        return command(sessionId, sequenceNum, serviceId, input.toByteString());
    }

    public static Proposal command(
            long sessionId, long sequenceNum, long serviceId, ByteString payload) {
        ServiceInput input =
                ServiceInput.newBuilder().setServiceId(serviceId).setPayload(payload).build();
        return session(SessionInput.newBuilder().setServiceInput(input), sessionId, sequenceNum);
    }

    private static Proposal session(SessionInput.Builder input, long sessionId, long sequenceNum) {
        return proposal(PartitionInput.newBuilder().setSessionInput(input.setSessionId(sessionId)))
                .toBuilder()
                .setCommandSequenceNum(sequenceNum)
                .build();
    }

    private static Proposal proposal(PartitionInput.Builder input) {
        return Proposal.newBuilder().setInput(input).build();
    }
}
