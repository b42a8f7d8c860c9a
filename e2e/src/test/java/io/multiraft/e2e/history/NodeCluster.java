package io.multiraft.e2e.history;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.multiraft.e2e.support.Await;
import io.multiraft.proto.node.v1.GetStatusRequest;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.TransferLeadershipRequest;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Three nodes with one partition, all that a leader and its faults need. */
final class NodeCluster implements AutoCloseable {

    static final int SIZE = 3;
    static final int PARTITION = 1;

    /** The node whose disk can be filled, where the network allows. */
    static final int NODE_WITH_SMALL_DISK = 0;

    private static final int SMALL_DISK_MEGABYTES = 128;

    /** A busy machine takes its time to start three processes. */
    static final int HEALTHY_SECONDS = 180;

    /** Few, so that a node that was away gets a snapshot, and every restart begins with one. */
    private static final int SNAPSHOT_ENTRIES = 1_000;

    private static final int PORT = 5678;

    private static final int FIRST_PORT = 20_000;
    private static final int END_PORT = 32_000;
    private static int nextPort =
            FIRST_PORT + (int) (ProcessHandle.current().pid() * 101 % (END_PORT - FIRST_PORT));

    /** A node that stands still or was cut off does not answer at all. */
    private static final int STATUS_SECONDS = 2;

    private static final int TRANSFER_SECONDS = 6;

    private final Network network;
    private final Path root;
    private final int[] firstPorts = new int[SIZE];
    private final List<NodeProcess> nodes = new ArrayList<>();

    private NodeCluster(Network network, Path root) {
        this.network = network;
        this.root = root;
    }

    /** Starts one, on namespaces where that is possible. */
    static NodeCluster start(Path root) throws IOException {
        Optional<String> obstacle = NamespaceNetwork.obstacle();
        Network network =
                obstacle.isPresent()
                        ? new LoopbackNetwork(obstacle.get())
                        : NamespaceNetwork.make(SIZE);
        return start(root, network);
    }

    static NodeCluster start(Path root, Network network) throws IOException {
        NodeCluster cluster = new NodeCluster(network, root);
        try {
            cluster.start();
            return cluster;
        } catch (RuntimeException | IOException e) {
            cluster.close();
            throw e;
        }
    }

    private void start() throws IOException {
        Files.createDirectories(root);
        for (int node = 0; node < SIZE; node++) {
            firstPorts[node] = network.oneHost() ? freePorts() : PORT;
            Path home = Files.createDirectories(root.resolve(NodeProcess.name(node)));
            nodes.add(new NodeProcess(node, network, home, configuration(), ports(node)));
        }
        writeConfiguration(true);
        if (network.breakable()) {
            NodeProcess node = nodes.get(NODE_WITH_SMALL_DISK);
            Files.createDirectories(node.data());
            network.smallDisk(node.number(), node.data(), SMALL_DISK_MEGABYTES);
        }
        nodes.forEach(NodeProcess::start);
        awaitHealthy();
        // As the operator does once the group has committed: no node may form it anew.
        writeConfiguration(false);
    }

    private Path configuration() {
        return root.resolve("node.yaml");
    }

    private void writeConfiguration(boolean bootstrap) throws IOException {
        StringBuilder members = new StringBuilder();
        for (int node = 0; node < SIZE; node++) {
            members.append(
                    "  - {name: %s, host: %s, apiPort: %d, peerPort: %d, adminPort: %d}%n"
                            .formatted(
                                    NodeProcess.name(node),
                                    network.host(node),
                                    firstPorts[node],
                                    firstPorts[node] + 1,
                                    firstPorts[node] + 2));
        }
        Files.writeString(
                configuration(),
                """
                cluster: histories
                partitions: [{id: %d, members: [n-0, n-1, n-2], bootstrap: %s}]
                raft: {snapshotEntries: %d}
                members:
                %s\
                """
                        .formatted(PARTITION, bootstrap, SNAPSHOT_ENTRIES, members));
    }

    private List<String> ports(int node) {
        return network.oneHost()
                ? List.of("--http-port", Integer.toString(firstPorts[node] + 3))
                : List.of();
    }

    /**
     * The first of four in a row, below those that the kernel gives to outgoing connections: one of
     * these could get the port of a node that was killed. Processes begin in different places, so
     * that they do not race.
     */
    private static int freePorts() throws IOException {
        for (int tried = FIRST_PORT; tried < END_PORT; tried += 4) {
            nextPort = nextPort + 8 <= END_PORT ? nextPort + 4 : FIRST_PORT;
            try (ServerSocket first = new ServerSocket(nextPort);
                    ServerSocket second = new ServerSocket(nextPort + 1);
                    ServerSocket third = new ServerSocket(nextPort + 2);
                    ServerSocket fourth = new ServerSocket(nextPort + 3)) {
                return first.getLocalPort();
            } catch (BindException e) {
                continue;
            }
        }
        throw new IOException("no four ports in a row are free");
    }

    Network network() {
        return network;
    }

    List<NodeProcess> nodes() {
        return nodes;
    }

    NodeProcess node(int number) {
        return nodes.get(number);
    }

    List<NodeProcess> others(NodeProcess node) {
        return nodes.stream().filter(other -> other != node).toList();
    }

    /** Where clients reach a node. */
    String api(int node) {
        return network.host(node) + ":" + firstPorts[node];
    }

    String[] apis() {
        return IntStream.range(0, SIZE).mapToObj(this::api).toArray(String[]::new);
    }

    /** What a node says of its partition; nothing when it does not answer. */
    Optional<PartitionStatus> status(NodeProcess node) {
        try {
            return Optional.of(
                    admin(
                                    node,
                                    STATUS_SECONDS,
                                    stub -> stub.getStatus(GetStatusRequest.getDefaultInstance()))
                            .getStatus()
                            .getPartitions(0));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Waits until every node runs, knows who leads, and is nearly caught up. */
    void awaitHealthy() {
        Await.within(HEALTHY_SECONDS, "all nodes are ready").until(this::healthy);
    }

    private boolean healthy() {
        return nodes.stream().allMatch(this::ready);
    }

    boolean ready(NodeProcess node) {
        return node.running() && status(node).filter(PartitionStatus::getReady).isPresent();
    }

    /** The leader of the latest term that any node knows of. */
    NodeProcess awaitLeader() {
        return Await.within(HEALTHY_SECONDS, "a node leads")
                .until(this::leader, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<NodeProcess> leader() {
        return nodes.stream()
                .flatMap(node -> status(node).stream())
                .max(Comparator.comparingLong(PartitionStatus::getTerm))
                .flatMap(
                        status ->
                                nodes.stream()
                                        .filter(node -> node.name().equals(status.getLeader()))
                                        .findFirst());
    }

    /** Makes a node lead. */
    void lead(NodeProcess node) {
        Await.within(HEALTHY_SECONDS, node.name() + " leads")
                .until(
                        () -> {
                            NodeProcess leader = awaitLeader();
                            if (leader == node) {
                                return true;
                            }
                            TransferLeadershipRequest request =
                                    TransferLeadershipRequest.newBuilder()
                                            .setPartitionId(PARTITION)
                                            .setTarget(node.name())
                                            .build();
                            admin(
                                    leader,
                                    TRANSFER_SECONDS,
                                    stub -> stub.transferLeadership(request));
                            return false;
                        });
    }

    private <T> T admin(
            NodeProcess node, int seconds, Function<NodeGrpc.NodeBlockingStub, T> call) {
        ManagedChannel channel =
                ManagedChannelBuilder.forAddress(
                                network.host(node.number()), firstPorts[node.number()] + 2)
                        .usePlaintext()
                        .build();
        try {
            return call.apply(
                    NodeGrpc.newBlockingStub(channel).withDeadlineAfter(seconds, TimeUnit.SECONDS));
        } finally {
            channel.shutdownNow();
        }
    }

    @Override
    public void close() {
        nodes.stream().filter(NodeProcess::running).forEach(NodeProcess::kill);
        network.close();
    }
}
