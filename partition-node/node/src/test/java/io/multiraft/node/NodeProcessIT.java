package io.multiraft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.multiraft.client.Counter;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.proto.multiraft.counter.v1.CounterGrpc;
import io.multiraft.proto.multiraft.counter.v1.CreateRequest;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.counter.v1.IncrementResponse;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OperationRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import io.multiraft.proto.node.v1.GetStatusRequest;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole process, from its command line to its exit code, by the wire alone. */
class NodeProcessIT {

    private static final Metadata.Key<String> LEADER =
            Metadata.Key.of("multiraft-leader", Metadata.ASCII_STRING_MARSHALLER);

    @TempDir private Path directory;

    private final int firstPort = FreePorts.row(30);

    private NodeProcess dev(int members) throws Exception {
        return NodeProcess.start(
                directory.resolve("output"),
                "dev",
                "--members",
                String.valueOf(members),
                "--data",
                directory.resolve("data").toString(),
                "--port",
                String.valueOf(firstPort),
                "--http-port",
                String.valueOf(firstPort + 25));
    }

    @Test
    void keepsWhatWasAcknowledgedThroughSigtermAndSigkill() throws Exception {
        try (NodeProcess first = dev(1)) {
            first.awaitOutput("Ctrl-C stops it", 1);
            assertThat(increment(firstPort, 5)).isEqualTo(5);
            assertThat(keepAliveOfNobody()).isEqualTo(PartitionResponseHeaders.Status.NOT_FOUND);
            assertThat(get("/readyz")).isEqualTo("200 ready\n");
            assertThat(get("/livez")).isEqualTo("200 alive\n");
            assertThat(get("/metrics"))
                    .contains("multiraft_partition_role{partition=\"1\",role=\"leader\"} 1.0")
                    .contains("multiraft_call_seconds_count{kind=\"proposal\"");
            assertThat(first.terminate()).isZero();
            assertThat(first.output()).contains("node dev-0 stopped");
        }
        try (NodeProcess second = dev(1)) {
            second.awaitOutput("Ctrl-C stops it", 2);
            assertThat(increment(firstPort, 2)).isEqualTo(7);
            second.kill();
        }
        try (NodeProcess third = dev(1);
                NodeProcess check =
                        NodeProcess.start(
                                directory.resolve("check"),
                                "check",
                                "--counter",
                                "orders",
                                "--timeout",
                                "60",
                                "--endpoint",
                                "127.0.0.1:" + firstPort)) {
            third.awaitOutput("Ctrl-C stops it", 3);
            assertThat(check.exitCode()).as(check.output()).isZero();
            assertThat(check.output())
                    .matches("counter orders on partition [123]: 7 -> 8, in .*\n");
        }
    }

    @Test
    void servesEveryPartitionOnEveryMember() throws Exception {
        try (NodeProcess node = dev(3)) {
            node.awaitOutput("Ctrl-C stops it", 1);
            for (int partition = 1; partition <= 3; partition++) {
                int id = partition;
                // Until no election comes in between.
                await().ignoreExceptions().untilAsserted(() -> everyMemberServes(id));
            }
            assertThat(node.terminate()).isZero();
        }
    }

    private void everyMemberServes(int partition) throws Exception {
        List<String> members = new ArrayList<>();
        List<String> leaders = new ArrayList<>();
        for (int member = 0; member < 3; member++) {
            int port = firstPort + 10 * member;
            members.add("127.0.0.1:" + port);
            leaders.add(incrementByHand(port, partition));
        }
        assertThat(leaders)
                .as("two of three members send on, and say where to")
                .filteredOn(leader -> leader != null)
                .hasSize(2)
                .containsOnly(members.get(leaders.indexOf(null)));
    }

    @Test
    void goesOnWhenTheLeaderIsKilledAndComesBack() throws Exception {
        Path file = config();
        try (NodeProcess n0 = serve(file, 0);
                NodeProcess n1 = serve(file, 1);
                NodeProcess n2 = serve(file, 2);
                MultiRaftClient client = client(api(0), api(1), api(2))) {
            List<NodeProcess> nodes = List.of(n0, n1, n2);
            for (NodeProcess node : nodes) {
                node.awaitOutput("serving after", 1);
            }
            Session session = client.openSession(SessionOptions.unnamed());
            Counter counter = session.counter("orders");
            assertThat(counter.increment(1)).isEqualTo(1);

            int first = awaitLeader(0, -1);
            nodes.get(first).kill();
            assertThat(counter.increment(1)).isEqualTo(2);
            assertThat(counter.increment(1)).isEqualTo(3);

            try (NodeProcess again = serve(file, first)) {
                again.awaitOutput("serving after", 2);
                int second = awaitLeader(first, -1);
                NodeProcess leading = second == first ? again : nodes.get(second);
                assertThat(leading.terminate()).isZero();
                assertThat(leading.output()).doesNotContain("error.stack_trace");
                assertThat(counter.increment(1)).isEqualTo(4);
                assertThat(awaitLeader((second + 1) % 3, second)).isNotEqualTo(second);
                session.close();
            }
        }
    }

    private NodeProcess serve(Path file, int node) throws Exception {
        Path data = Files.createDirectories(directory.resolve("n-" + node));
        return NodeProcess.start(
                directory.resolve("output-" + node),
                "serve",
                "--config",
                file.toString(),
                "--name",
                "n-" + node,
                "--data-directory",
                data.toString(),
                "--http-port",
                String.valueOf(firstPort + 25 + node),
                "--logging-format",
                "json");
    }

    private Path config() throws Exception {
        StringBuilder members = new StringBuilder();
        for (int node = 0; node < 3; node++) {
            int port = firstPort + 5 * node;
            members.append(
                    "  - {name: n-%d, host: localhost, apiPort: %d, peerPort: %d, adminPort: %d}%n"
                            .formatted(node, port, port + 1, port + 2));
        }
        return Files.writeString(
                directory.resolve("node.yaml"),
                """
                cluster: test
                raft: {electionTimeoutMin: 300ms, electionTimeoutMax: 600ms}
                partitions: [{id: 1, members: [n-0, n-1, n-2], bootstrap: true}]
                members:
                %s
                """
                        .formatted(members));
    }

    private String api(int node) {
        return "localhost:" + (firstPort + 5 * node);
    }

    private static MultiRaftClient client(String... endpoints) {
        return MultiRaftClient.builder().endpoints(endpoints).deadline(TestPatience.LONG).build();
    }

    /** The node that leads, and is another than that one, as the admin service of a node says. */
    private int awaitLeader(int node, int other) {
        return await().ignoreExceptions().until(() -> leader(node), leader -> leader != other);
    }

    private int leader(int node) throws Exception {
        ManagedChannel channel = connect(firstPort + 5 * node + 2);
        try {
            PartitionStatus status =
                    NodeGrpc.newBlockingStub(channel)
                            .getStatus(GetStatusRequest.getDefaultInstance())
                            .getStatus()
                            .getPartitions(0);
            return Integer.parseInt(status.getLeader().substring("n-".length()));
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    /** Increments the counter {@code orders} by the client library. */
    private static long increment(int port, long delta) {
        try (MultiRaftClient client = client("127.0.0.1:" + port);
                Session session = client.openSession(SessionOptions.unnamed())) {
            return session.counter("orders").increment(delta);
        }
    }

    /**
     * Opens a session and increments a counter with plain stubs and without sequence numbers.
     *
     * @return the leader that the last answer named; null where it named none
     */
    private static String incrementByHand(int port, int partition) throws Exception {
        ManagedChannel channel = connect(port);
        try {
            PartitionRequestHeaders headers =
                    PartitionRequestHeaders.newBuilder().setPartitionId(partition).build();
            long sessionId =
                    PartitionGrpc.newBlockingStub(channel)
                            .openSession(
                                    OpenSessionRequest.newBuilder().setHeaders(headers).build())
                            .getOutput()
                            .getSessionId();
            SessionRequestHeaders session =
                    SessionRequestHeaders.newBuilder()
                            .setPartition(headers)
                            .setSessionId(sessionId)
                            .build();
            AtomicReference<Metadata> trailers = new AtomicReference<>();
            CounterGrpc.CounterBlockingStub counter =
                    CounterGrpc.newBlockingStub(channel)
                            .withInterceptors(
                                    MetadataUtils.newCaptureMetadataInterceptor(
                                            new AtomicReference<>(), trailers));
            long serviceId =
                    counter.create(
                                    CreateRequest.newBuilder()
                                            .setHeaders(session)
                                            .setInput(
                                                    CreateServiceInput.newBuilder()
                                                            .setName("by-hand"))
                                            .build())
                            .getOutput()
                            .getServiceId();
            IncrementResponse response =
                    counter.increment(
                            IncrementRequest.newBuilder()
                                    .setHeaders(command(session, serviceId))
                                    .setInput(IncrementInput.newBuilder().setDelta(1))
                                    .build());
            assertThat(
                            response.getHeaders()
                                    .getOperation()
                                    .getSession()
                                    .getSession()
                                    .getPartition()
                                    .getStatus())
                    .isEqualTo(PartitionResponseHeaders.Status.OK);
            return trailers.get().get(LEADER);
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    /** What is said to a session that never was. */
    private PartitionResponseHeaders.Status keepAliveOfNobody() throws Exception {
        ManagedChannel channel = connect(firstPort);
        try {
            return PartitionGrpc.newBlockingStub(channel)
                    .keepAlive(
                            KeepAliveRequest.newBuilder()
                                    .setHeaders(
                                            PartitionRequestHeaders.newBuilder().setPartitionId(2))
                                    .setInput(KeepAliveInput.newBuilder().setSessionId(4711))
                                    .build())
                    .getHeaders()
                    .getStatus();
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private static CommandRequestHeaders command(SessionRequestHeaders session, long serviceId) {
        return CommandRequestHeaders.newBuilder()
                .setOperation(
                        OperationRequestHeaders.newBuilder()
                                .setSession(
                                        ServiceRequestHeaders.newBuilder()
                                                .setSession(session)
                                                .setServiceId(serviceId)))
                .build();
    }

    private static ManagedChannel connect(int port) {
        return ManagedChannelBuilder.forAddress("localhost", port).usePlaintext().build();
    }

    private String get(String path) throws Exception {
        var response =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + (firstPort + 25)
                                                                + path))
                                        .build(),
                                BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
