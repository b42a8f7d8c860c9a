package io.multiraft.bench.system;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.multiraft.proto.node.v1.GetStatusRequest;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Three nodes with one partition, each a JVM with the options that it has in a pod. */
final class MultiraftCluster implements AutoCloseable {

    static final int PARTITION = 1;

    private static final int SIZE = 3;
    private static final int PORTS_OF_NODE = 4;
    private static final long STATUS_SECONDS = 2;

    private final Path directory;
    private final List<Integer> ports = Ports.free(SIZE * PORTS_OF_NODE);
    private final List<ServerProcess> processes = new ArrayList<>();
    private final List<ManagedChannel> admins = new ArrayList<>();

    private MultiraftCluster(Path directory) {
        this.directory = directory;
    }

    static MultiraftCluster start(NodeBuild build, Path directory) {
        MultiraftCluster cluster = new MultiraftCluster(directory);
        try {
            cluster.writeConfiguration();
            for (int node = 0; node < SIZE; node++) {
                cluster.start(build, node);
            }
            cluster.leaderPort();
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void writeConfiguration() throws IOException {
        StringBuilder members = new StringBuilder();
        for (int node = 0; node < SIZE; node++) {
            members.append(
                    "  - {name: %s, host: 127.0.0.1, apiPort: %d, peerPort: %d, adminPort: %d}%n"
                            .formatted(name(node), port(node, 0), port(node, 1), port(node, 2)));
        }
        Files.createDirectories(directory);
        Files.writeString(
                configuration(),
                """
                cluster: bench
                partitions: [{id: %d, members: [n-0, n-1, n-2], bootstrap: true}]
                members:
                %s\
                """
                        .formatted(PARTITION, members));
    }

    private Path configuration() {
        return directory.resolve("node.yaml");
    }

    private static String name(int node) {
        return "n-" + node;
    }

    private int port(int node, int which) {
        return ports.get(node * PORTS_OF_NODE + which);
    }

    private void start(NodeBuild build, int node) throws IOException {
        Path home = directory.resolve(name(node));
        Path data = Files.createDirectories(home.resolve("data"));
        List<String> command =
                List.of(
                        "/bin/sh",
                        build.install(home).toString(),
                        "serve",
                        "--config",
                        configuration().toString(),
                        "--name",
                        name(node),
                        "--data-directory",
                        data.toString(),
                        "--http-port",
                        Integer.toString(port(node, 3)));
        processes.add(
                ServerProcess.start(
                        command,
                        Map.of("JAVA_HOME", System.getProperty("java.home")),
                        home.resolve("log"),
                        URI.create("http://127.0.0.1:" + port(node, 3) + "/metrics")));
        admins.add(
                ManagedChannelBuilder.forAddress("127.0.0.1", port(node, 2))
                        .usePlaintext()
                        .build());
    }

    List<ServerProcess> processes() {
        return processes;
    }

    Path directory() {
        return directory;
    }

    /** The API of the node that leads, once all nodes are ready. */
    int leaderPort() {
        Optional<Integer> leader =
                Awaitility.await("all nodes are ready and one leads")
                        .atMost(SystemStart.BOUND)
                        .pollDelay(0, TimeUnit.MILLISECONDS)
                        .until(this::readyLeader, Optional::isPresent);
        return port(leader.orElseThrow(), 0);
    }

    private Optional<Integer> readyLeader() {
        processes.forEach(ServerProcess::requireRunning);
        Optional<Integer> leader = Optional.empty();
        for (int node = 0; node < SIZE; node++) {
            Optional<PartitionStatus> status = status(node);
            if (status.isEmpty() || !status.get().getReady()) {
                return Optional.empty();
            }
            if (status.get().getRole() == PartitionStatus.Role.LEADER) {
                leader = Optional.of(node);
            }
        }
        return leader;
    }

    /** Whether the node whose API is there leads. */
    boolean leads(int port) {
        return status(ports.indexOf(port) / PORTS_OF_NODE)
                .filter(status -> status.getRole() == PartitionStatus.Role.LEADER)
                .isPresent();
    }

    OptionalLong term() {
        return IntStream.range(0, SIZE)
                .mapToObj(this::status)
                .flatMap(Optional::stream)
                .mapToLong(PartitionStatus::getTerm)
                .max();
    }

    private Optional<PartitionStatus> status(int node) {
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(STATUS_SECONDS, TimeUnit.SECONDS);
        return SystemStart.answer(
                        () ->
                                ClientCalls.blockingUnaryCall(
                                        admins.get(node),
                                        NodeGrpc.getGetStatusMethod(),
                                        options,
                                        GetStatusRequest.getDefaultInstance()))
                .flatMap(response -> response.getStatus().getPartitionsList().stream().findFirst());
    }

    @Override
    public void close() {
        admins.forEach(ManagedChannel::shutdownNow);
        processes.forEach(ServerProcess::close);
    }
}
