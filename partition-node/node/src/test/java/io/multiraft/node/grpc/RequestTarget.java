package io.multiraft.node.grpc;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.fsm.Status;
import io.multiraft.node.partition.OutputListener;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.proto.multiraft.v1.PartitionOuterClass;
import io.multiraft.proto.multiraft.v1.SessionInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A request as it comes from the wire: a byte that says which method, and the message. It is
 * answered, and where it becomes a proposal or a query, the state machine takes it: nothing that a
 * caller sends may throw there, since that would stop every replica.
 */
public final class RequestTarget {

    static final long SESSION_ID = 5;
    static final long COUNTER_ID = 6;
    static final long MAP_ID = 7;

    /** Every method of the API; the first byte of an input is the place in here. */
    static final List<MethodDescriptor> METHODS = methods();

    /** What a bad request may be told. Anything else is a bug of ours. */
    private static final Set<Code> ANSWERS =
            EnumSet.of(Code.OK, Code.INVALID_ARGUMENT, Code.NOT_FOUND, Code.RESOURCE_EXHAUSTED);

    private static final FakeCluster CLUSTER = new FakeCluster(1);
    private static final ManagedChannel CHANNEL = connect();

    private RequestTarget() {}

    /** Called once before the first input, whose time is bounded. */
    public static void fuzzerInitialize() {
        isTaken(new byte[] {0});
    }

    public static void fuzzerTestOneInput(byte[] input) {
        isTaken(input);
    }

    /** Whether the request has reached the state machine and was not refused by the node. */
    static boolean isTaken(byte[] input) {
        if (input.length == 0) {
            return false;
        }
        MethodDescriptor method = METHODS.get(Byte.toUnsignedInt(input[0]) % METHODS.size());
        byte[] message = java.util.Arrays.copyOfRange(input, 1, input.length);
        PartitionStateMachine machine = machine();
        List<FakeReplica> replicas = CLUSTER.replicas(0);
        for (FakeReplica replica : replicas) {
            replica.proposals.clear();
            replica.queries.clear();
            replica.onPropose = (proposal, listener) -> apply(machine, proposal, listener);
        }
        FakeCluster.PendingCall call = call(method, message);
        if (!call.ended()) {
            call.call.cancel("the input is over", null);
            require(method.isServerStreaming(), method.getFullName() + " is answered");
        } else {
            Code code = call.await().status().getCode();
            require(ANSWERS.contains(code), call.await().status() + " is an answer to a request");
        }
        boolean taken = method.getName().equals("Watch");
        for (FakeReplica replica : replicas) {
            for (Query query : replica.queries) {
                machine.query(query);
            }
            taken |= !replica.queries.isEmpty() || !replica.proposals.isEmpty();
        }
        return taken;
    }

    private static FakeCluster.PendingCall call(MethodDescriptor method, byte[] message) {
        String name = method.getService().getFullName() + "/" + method.getName();
        return FakeCluster.start(CHANNEL, Samples.call(name, message));
    }

    private static void apply(
            PartitionStateMachine machine, Proposal proposal, OutputListener listener) {
        LogEntry entry = LogEntry.newBuilder().addProposals(proposal).build();
        for (Effect effect : machine.apply(entry)) {
            if (effect instanceof Effect.Output output && output.streamId() == machine.index()) {
                listener.onOutput(output);
            } else if (effect instanceof Effect.StreamClosed closed
                    && closed.streamId() == machine.index()) {
                listener.onClosed(closed);
            }
        }
    }

    /** A machine with the sessions 1 to 5, and a counter and a map in the last. */
    private static PartitionStateMachine machine() {
        PartitionStateMachine machine = new PartitionStateMachine(1, Limits.defaults());
        LogEntry.Builder entry = LogEntry.newBuilder();
        for (int i = 0; i < SESSION_ID; i++) {
            entry.addProposals(
                    proposal(
                            PartitionInput.newBuilder()
                                    .setOpenSession(OpenSessionInput.getDefaultInstance())));
        }
        entry.addProposals(create(Samples.COUNTER.getFullName(), "c"));
        entry.addProposals(create(Samples.MAP.getFullName(), "m"));
        machine.apply(entry.build());
        return machine;
    }

    private static Proposal create(String type, String name) {
        SessionInput.Builder input =
                SessionInput.newBuilder()
                        .setSessionId(SESSION_ID)
                        .setCreateService(
                                CreateServiceInput.newBuilder().setService(type).setName(name));
        return proposal(PartitionInput.newBuilder().setSessionInput(input));
    }

    private static Proposal proposal(PartitionInput.Builder input) {
        return Proposal.newBuilder().setInput(input).build();
    }

    private static List<MethodDescriptor> methods() {
        List<MethodDescriptor> methods = new ArrayList<>();
        methods.addAll(
                PartitionOuterClass.getDescriptor().findServiceByName("Partition").getMethods());
        methods.addAll(Samples.COUNTER.getMethods());
        methods.addAll(Samples.MAP.getMethods());
        methods.addAll(
                io.multiraft.proto.session.Session.getDescriptor()
                        .findServiceByName("SessionService")
                        .getMethods());
        return methods;
    }

    private static ManagedChannel connect() {
        try {
            CLUSTER.serveApi();
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
        for (FakeReplica replica : CLUSTER.replicas(0)) {
            replica.lead(1, "n-0", true);
            replica.queryResult =
                    CompletableFuture.completedFuture(
                            new QueryResult(1, Status.NOT_FOUND, "", List.of()));
        }
        return CLUSTER.connect("n-0");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }
}
