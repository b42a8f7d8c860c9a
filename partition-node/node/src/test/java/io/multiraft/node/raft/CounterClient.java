package io.multiraft.node.raft;

import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.fsm.Status;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.counter.v1.CounterOutput;
import io.multiraft.proto.multiraft.counter.v1.GetInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.map.v1.EventsInput;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.ServiceInput;
import io.multiraft.proto.multiraft.v1.SessionInput;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Counts in one partition, and repeats with the same number what was lost, as clients do. */
final class CounterClient {

    private static final String COUNTER = "atomix.multiraft.counter.v1.Counter";
    private static final String MAP = "atomix.multiraft.map.v1.Map";

    private final TestCluster cluster;
    private final int partitionId;
    private final long sessionId;
    private final long serviceId;
    private long sequenceNum;

    private CounterClient(TestCluster cluster, int partitionId) {
        this.cluster = cluster;
        this.partitionId = partitionId;
        this.sessionId =
                propose(openSession(Duration.ofSeconds(60))).getOpenSession().getSessionId();
        this.serviceId = createService(COUNTER, "counter");
    }

    private long createService(String type, String name) {
        SessionInput.Builder create =
                SessionInput.newBuilder()
                        .setCreateService(
                                CreateServiceInput.newBuilder().setService(type).setName(name));
        return propose(command(create)).getSessionOutput().getCreateService().getServiceId();
    }

    static CounterClient open(TestCluster cluster, int partitionId) {
        return new CounterClient(cluster, partitionId);
    }

    static Proposal openSession(Duration timeout) {
        return Proposal.newBuilder()
                .setInput(
                        PartitionInput.newBuilder()
                                .setOpenSession(
                                        OpenSessionInput.newBuilder()
                                                .setTimeout(
                                                        com.google.protobuf.Duration.newBuilder()
                                                                .setSeconds(timeout.toSeconds()))))
                .build();
    }

    /** Its value after it. */
    long increment() {
        return increment(incrementInput());
    }

    long increment(Proposal increment) {
        return counter(propose(increment)).getIncrement().getValue();
    }

    /** With the next number; the same object again is the same command again. */
    Proposal incrementInput() {
        CounterInput input =
                CounterInput.newBuilder()
                        .setIncrement(IncrementInput.newBuilder().setDelta(1))
                        .build();
        return command(
                SessionInput.newBuilder()
                        .setServiceInput(
                                ServiceInput.newBuilder()
                                        .setServiceId(serviceId)
                                        .setPayload(input.toByteString())));
    }

    /** A command that stays open: listens to a map of this session. */
    Proposal mapEventsInput() {
        long mapId = createService(MAP, "map");
        MapInput input = MapInput.newBuilder().setEvents(EventsInput.newBuilder()).build();
        return command(
                SessionInput.newBuilder()
                        .setServiceInput(
                                ServiceInput.newBuilder()
                                        .setServiceId(mapId)
                                        .setPayload(input.toByteString())));
    }

    /** A linearizable read at whoever leads. */
    long get() {
        while (true) {
            try {
                return get(replica());
            } catch (CompletionException e) {
                retryOrThrow(e);
            }
        }
    }

    long get(PartitionReplica replica) {
        QueryResult result =
                replica.query(read(), sequenceNum, Duration.ofSeconds(5))
                        .toCompletableFuture()
                        .join();
        return value(result);
    }

    static long value(QueryResult result) {
        if (result.status() != Status.OK) {
            throw new IllegalStateException(result.status() + " " + result.message());
        }
        try {
            return CounterOutput.parseFrom(result.outputs().get(0)).getGet().getValue();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    Query read() {
        CounterInput input = CounterInput.newBuilder().setGet(GetInput.newBuilder()).build();
        return new Query(sessionId, serviceId, 0, input.toByteString());
    }

    private Proposal command(SessionInput.Builder input) {
        return Proposal.newBuilder()
                .setInput(
                        PartitionInput.newBuilder().setSessionInput(input.setSessionId(sessionId)))
                .setCommandSequenceNum(++sequenceNum)
                .build();
    }

    private PartitionReplica replica() {
        return cluster.replica(cluster.awaitLeader(partitionId), partitionId);
    }

    private PartitionOutput propose(Proposal proposal) {
        while (true) {
            Recorder recorder = new Recorder();
            replica().propose(proposal, recorder);
            try {
                Effect.Output output =
                        recorder.first
                                .orTimeout(TestCluster.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                                .join();
                if (output.status() != Status.OK) {
                    throw new IllegalStateException(output.status() + " " + output.message());
                }
                return output.output();
            } catch (CompletionException e) {
                retryOrThrow(e);
            }
        }
    }

    private static void retryOrThrow(CompletionException e) {
        if (!(e.getCause() instanceof PartitionException error)
                || error.kind() == PartitionException.Kind.INVALID) {
            throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }

    private static CounterOutput counter(PartitionOutput output) {
        try {
            return CounterOutput.parseFrom(
                    output.getSessionOutput().getServiceOutput().getPayload());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
