package io.multiraft.bench.system;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.multiraft.proto.node.v1.GetStatusRequest;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.TransferLeadershipRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Three nodes with one partition or more, each a JVM with the options that it has in a pod. */
public final class MultiraftCluster implements AutoCloseable {

    static final int PARTITION = 1;

    private static final int SIZE = 3;
    private static final int PORTS_OF_NODE = 4;
    private static final long STATUS_SECONDS = 2;

    private final NodeBuild build;
    private final Path directory;
    private final int partitions;
    private final List<Integer> ports = Ports.free(SIZE * PORTS_OF_NODE);
    private final List<ServerProcess> processes = new ArrayList<>();
    private final List<ManagedChannel> admins = new ArrayList<>();

    private MultiraftCluster(NodeBuild build, Path directory, int partitions) {
        this.build = build;
        this.directory = directory;
        this.partitions = partitions;
    }

    /** Starts them and waits until all are ready. */
    public static MultiraftCluster start(NodeBuild build, Path directory) {
        return start(build, directory, PARTITION);
    }

    /** With the partitions 1 to that one, each on all nodes. */
    static MultiraftCluster start(NodeBuild build, Path directory, int partitions) {
        MultiraftCluster cluster = new MultiraftCluster(build, directory, partitions);
        try {
            cluster.writeConfiguration();
            for (int node = 0; node < SIZE; node++) {
                cluster.processes.add(cluster.startProcess(node));
                cluster.admins.add(
                        ManagedChannelBuilder.forAddress("127.0.0.1", cluster.port(node, 2))
                                .usePlaintext()
                                .build());
            }
            cluster.leader();
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
        StringBuilder placed = new StringBuilder();
        for (int partition = PARTITION; partition <= partitions; partition++) {
            placed.append(
                    "  - {id: %d, members: [n-0, n-1, n-2], bootstrap: true}%n"
                            .formatted(partition));
        }
        Files.createDirectories(directory);
        Files.writeString(
                configuration(),
                """
                cluster: bench
                partitions:
                %s\
                members:
                %s\
                """
                        .formatted(placed, members));
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

    private ServerProcess startProcess(int node) throws IOException {
        Path home = home(node);
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
        return ServerProcess.start(
                command,
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                home.resolve("log"),
                URI.create("http://127.0.0.1:" + port(node, 3) + "/metrics"));
    }

    /** {@code host:port} of the API of each node. */
    public List<String> endpoints() {
        return IntStream.range(0, SIZE).mapToObj(node -> "127.0.0.1:" + port(node, 0)).toList();
    }

    /** Kills a node. */
    public void kill(int node) {
        processes.get(node).close();
    }

    /** Starts a node that was killed, with the data that it left. */
    public void restart(int node) {
        try {
            processes.set(node, startProcess(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ServerProcess> processes() {
        return processes;
    }

    Path home(int node) {
        return directory.resolve(name(node));
    }

    Path directory() {
        return directory;
    }

    /** The API of the node that leads, once all nodes are ready. */
    int leaderPort() {
        return port(leader(), 0);
    }

    /** The number of the node that leads the first partition, once all nodes are ready. */
    public int leader() {
        return readyLeaders().get(PARTITION);
    }

    /** Whether a node other than that one leads the first partition. */
    public boolean leadsBesides(int node) {
        return IntStream.range(0, SIZE).anyMatch(other -> other != node && leadsNode(other));
    }

    /** The APIs of the nodes that lead the partitions, by their order, once all are ready. */
    List<Integer> leaderPorts() {
        return readyLeaders().values().stream().map(node -> port(node, 0)).toList();
    }

    private Map<Integer, Integer> readyLeaders() {
        return Awaitility.await("all nodes are ready and every partition has a leader")
                .atMost(SystemStart.BOUND)
                .pollDelay(0, TimeUnit.MILLISECONDS)
                .until(this::leaders, leaders -> leaders.size() == partitions);
    }

    /** Nodes by partition; incomplete while not all nodes are ready. */
    private Map<Integer, Integer> leaders() {
        processes.forEach(ServerProcess::requireRunning);
        Map<Integer, Integer> leaders = new TreeMap<>();
        for (int node = 0; node < SIZE; node++) {
            List<PartitionStatus> statuses = statuses(node);
            if (statuses.size() < partitions
                    || !statuses.stream().allMatch(PartitionStatus::getReady)) {
                return Map.of();
            }
            for (PartitionStatus status : statuses) {
                if (status.getRole() == PartitionStatus.Role.LEADER) {
                    leaders.put(status.getPartitionId(), node);
                }
            }
        }
        return leaders;
    }

    /** Whether the node whose API is there leads the first partition. */
    boolean leads(int port) {
        return leadsNode(ports.indexOf(port) / PORTS_OF_NODE);
    }

    private boolean leadsNode(int node) {
        return statuses(node).stream()
                .filter(status -> status.getPartitionId() == PARTITION)
                .anyMatch(status -> status.getRole() == PartitionStatus.Role.LEADER);
    }

    /**
     * Gives each node as many partitions to lead as any other, give or take one. A busy machine may
     * not manage all: who must know asks for the leaders then.
     */
    void spreadLeaders() {
        leaders()
                .forEach(
                        (partition, node) -> {
                            int wanted = partition % SIZE;
                            if (node != wanted) {
                                transfer(partition, node, wanted);
                            }
                        });
    }

    private void transfer(int partition, int from, int to) {
        SystemStart.answer(
                () ->
                        ClientCalls.blockingUnaryCall(
                                admins.get(from),
                                NodeGrpc.getTransferLeadershipMethod(),
                                CallOptions.DEFAULT,
                                TransferLeadershipRequest.newBuilder()
                                        .setPartitionId(partition)
                                        .setTarget(name(to))
                                        .build()));
    }

    OptionalLong term() {
        return IntStream.range(0, SIZE)
                .mapToObj(this::statuses)
                .flatMap(List::stream)
                .mapToLong(PartitionStatus::getTerm)
                .max();
    }

    private List<PartitionStatus> statuses(int node) {
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(STATUS_SECONDS, TimeUnit.SECONDS);
        return SystemStart.answer(
                        () ->
                                ClientCalls.blockingUnaryCall(
                                        admins.get(node),
                                        NodeGrpc.getGetStatusMethod(),
                                        options,
                                        GetStatusRequest.getDefaultInstance()))
                .map(response -> response.getStatus().getPartitionsList())
                .orElse(List.of());
    }

    @Override
    public void close() {
        admins.forEach(ManagedChannel::shutdownNow);
        processes.forEach(ServerProcess::close);
    }
}
