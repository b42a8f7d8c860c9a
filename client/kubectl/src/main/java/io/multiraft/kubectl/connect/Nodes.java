package io.multiraft.kubectl.connect;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.proto.node.v1.GetStatusRequest;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The nodes of a cluster; each is connected to when it is first needed. */
public final class Nodes implements AutoCloseable {

    private static final int API = 5678;
    private static final int ADMIN = 5680;
    private static final long CALL_SECONDS = 10;
    private static final String LABEL = "multiraft.atomix.io/cluster";

    /** A line for each pod that runs: its cluster and its name. */
    private static final String RUNNING =
            "{range .items[?(@.status.phase==\"Running\")]}"
                    + "{.metadata.labels.multiraft\\.atomix\\.io/cluster} {.metadata.name}{\"\\n\"}"
                    + "{end}";

    private final Kubectl kubectl;
    private final List<String> names;
    private final Map<String, PortForward> forwards = new TreeMap<>();
    private final Map<String, ManagedChannel> channels = new TreeMap<>();

    /**
     * Finds the nodes.
     *
     * @param cluster null where there is only one
     */
    Nodes(Kubectl kubectl, String cluster) {
        this.kubectl = kubectl;
        this.names = running(kubectl, cluster);
    }

    /**
     * Begins to load what a connection needs, by a call to nobody, while the command line is read
     * and kubectl looks for the pods.
     */
    public static void loadClasses() {
        Thread classes = new Thread(Nodes::callNobody, "load-classes");
        classes.setDaemon(true);
        classes.start();
    }

    private static void callNobody() {
        ManagedChannel nobody =
                ManagedChannelBuilder.forTarget("127.0.0.1:1").usePlaintext().build();
        try {
            NodeGrpc.newBlockingStub(nobody).getStatus(GetStatusRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            nobody.shutdownNow();
        }
    }

    /** Pods that run, in order of their names. */
    public List<String> names() {
        return names;
    }

    /** The admin service of any node: for what every node answers. */
    public NodeGrpc.NodeBlockingStub admin() {
        return admin(names.get(0));
    }

    /** The admin service of one node. */
    public NodeGrpc.NodeBlockingStub admin(String node) {
        return NodeGrpc.newBlockingStub(channel(forward(node).address(ADMIN)))
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** The partitions as one node sees them. */
    public List<PartitionStatus> partitions(String node) {
        return admin(node)
                .getStatus(GetStatusRequest.getDefaultInstance())
                .getStatus()
                .getPartitionsList();
    }

    /**
     * What each partition is asked for, by number.
     *
     * @param ask fails with {@code NOT_FOUND} where there is no such partition
     */
    public <T> List<T> ofEachPartition(IntFunction<T> ask) {
        List<T> answers = new ArrayList<>();
        answers.add(ask.apply(1));
        // They are numbered without gaps.
        for (int partition = 2; ; partition++) {
            Optional<T> answer = ofPartition(partition, ask);
            if (answer.isEmpty()) {
                return answers;
            }
            answers.add(answer.get());
        }
    }

    /** What a partition is asked for; empty where there is no such partition. */
    public <T> Optional<T> ofPartition(int partition, IntFunction<T> ask) {
        try {
            return Optional.of(ask.apply(partition));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The API, at any node: each brings a call to where it belongs. */
    public ManagedChannel api() {
        return channel(forward(names.get(0)).address(API));
    }

    /** A client whose every connection is to that node, since no other can be reached from here. */
    public MultiRaftClient client(String primitives) {
        String address = forward(names.get(0)).address(API);
        return MultiRaftClient.builder()
                .endpoints(address)
                .namespace(primitives)
                .channels(unused -> ManagedChannelBuilder.forTarget(address).usePlaintext())
                .build();
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        forwards.values().forEach(PortForward::close);
    }

    private PortForward forward(String node) {
        return forwards.computeIfAbsent(node, name -> new PortForward(kubectl, name, API, ADMIN));
    }

    private ManagedChannel channel(String address) {
        return channels.computeIfAbsent(
                address, target -> ManagedChannelBuilder.forTarget(target).usePlaintext().build());
    }

    private static List<String> running(Kubectl kubectl, String cluster) {
        Map<String, List<String>> byCluster =
                kubectl
                        .lines(
                                "get",
                                "pods",
                                "--selector",
                                LABEL,
                                "--output",
                                "jsonpath=" + RUNNING)
                        .stream()
                        .map(line -> line.split(" "))
                        .collect(
                                Collectors.groupingBy(
                                        words -> words[0],
                                        TreeMap::new,
                                        Collectors.mapping(
                                                words -> words[1], Collectors.toList())));
        if (cluster != null && byCluster.containsKey(cluster)) {
            return byCluster.get(cluster);
        } else if (cluster == null && byCluster.size() == 1) {
            return byCluster.values().iterator().next();
        }
        String there = String.join(", ", byCluster.keySet());
        String found = there.isEmpty() ? "no pod of any cluster" : "pods of " + there;
        throw new ConnectException(
                cluster == null
                        ? "in this namespace runs " + found + "; -n and -c name the one meant"
                        : "no pod of cluster " + cluster + " runs in this namespace, but " + found);
    }
}
