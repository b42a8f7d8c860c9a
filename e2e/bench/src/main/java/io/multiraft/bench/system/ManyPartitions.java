package io.multiraft.bench.system;

import io.multiraft.bench.load.Operation;
import io.multiraft.proto.multiraft.counter.v1.CounterGrpc;
import io.multiraft.proto.multiraft.counter.v1.CreateRequest;
import io.multiraft.proto.multiraft.counter.v1.CreateResponse;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionResponse;
import io.multiraft.proto.multiraft.v1.OperationRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Three nodes with many partitions, a counter in each; every node leads as many as any other. */
public final class ManyPartitions implements AutoCloseable {

    private record Counter(Connections connections, IncrementRequest increment) {}

    private final MultiraftCluster cluster;
    private final Map<Integer, Connections> connections = new TreeMap<>();
    private final List<Counter> counters = new ArrayList<>();

    private ManyPartitions(MultiraftCluster cluster) {
        this.cluster = cluster;
    }

    /** Starts the nodes; nothing is written yet. */
    public static ManyPartitions start(NodeBuild build, Path directory, int partitions) {
        ManyPartitions started =
                new ManyPartitions(MultiraftCluster.start(build, directory, partitions));
        try {
            started.cluster.spreadLeaders();
            started.cluster.leaderPorts();
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** Makes the counters, in the first partitions. */
    public void create(int count) {
        List<Integer> ports = cluster.leaderPorts();
        for (int partition = 1; partition <= count; partition++) {
            Connections leader =
                    connections.computeIfAbsent(ports.get(partition - 1), Connections::new);
            counters.add(new Counter(leader, increment(leader, partition)));
        }
    }

    private static IncrementRequest increment(Connections leader, int partition) {
        PartitionRequestHeaders headers =
                PartitionRequestHeaders.newBuilder().setPartitionId(partition).build();
        OpenSessionResponse opened =
                leader.call(
                        PartitionGrpc.getOpenSessionMethod(),
                        OpenSessionRequest.newBuilder()
                                .setHeaders(headers)
                                .setInput(
                                        OpenSessionInput.newBuilder()
                                                .setDeadline(OpenSessionInput.Deadline.NONE))
                                .build());
        MultiraftSession.require(opened.getHeaders());
        SessionRequestHeaders session =
                SessionRequestHeaders.newBuilder()
                        .setPartition(headers)
                        .setSessionId(opened.getOutput().getSessionId())
                        .build();
        CreateResponse created =
                leader.call(
                        CounterGrpc.getCreateMethod(),
                        CreateRequest.newBuilder()
                                .setHeaders(session)
                                .setInput(MultiraftSession.service("counter"))
                                .build());
        MultiraftSession.require(created.getHeaders().getPartition());
        ServiceRequestHeaders service =
                ServiceRequestHeaders.newBuilder()
                        .setSession(session)
                        .setServiceId(created.getOutput().getServiceId())
                        .build();
        return IncrementRequest.newBuilder()
                .setHeaders(
                        CommandRequestHeaders.newBuilder()
                                .setOperation(
                                        OperationRequestHeaders.newBuilder().setSession(service)))
                .setInput(IncrementInput.newBuilder().setDelta(1))
                .build();
    }

    /** Increments of the first counters, a caller always of the same one. */
    public Operation increment(int count) {
        return (caller, completion) -> {
            Counter counter = counters.get(caller % count);
            counter.connections()
                    .call(
                            caller,
                            CounterGrpc.getIncrementMethod(),
                            counter.increment(),
                            response ->
                                    MultiraftSession.refusal(
                                            response.getHeaders()
                                                    .getOperation()
                                                    .getSession()
                                                    .getSession()
                                                    .getPartition()),
                            completion);
        };
    }

    public List<ServerProcess> processes() {
        return cluster.processes();
    }

    @Override
    public void close() {
        connections.values().forEach(Connections::close);
        cluster.close();
    }
}
