package io.multiraft.kubectl.connect;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.proto.node.v1.NodeGrpc;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The nodes of a cluster; each is connected to when it is first needed. */
public final class Nodes implements AutoCloseable {

    private static final int API = 5678;
    private static final int ADMIN = 5680;
    private static final long CALL_SECONDS = 10;
    private static final String READY =
            "{range .items[?(@.status.phase==\"Running\")]}{.metadata.name}{\"\\n\"}{end}";

    private final Kubectl kubectl;
    private final String cluster;
    private final List<String> names;
    private final Map<String, PortForward> forwards = new TreeMap<>();
    private final Map<String, ManagedChannel> channels = new TreeMap<>();

    Nodes(Kubectl kubectl, String cluster) {
        this.kubectl = kubectl;
        this.cluster = cluster == null ? onlyCluster(kubectl) : cluster;
        this.names =
                kubectl.lines(
                        "get",
                        "pods",
                        "--selector",
                        "multiraft.atomix.io/cluster=" + this.cluster,
                        "--output",
                        "jsonpath=" + READY);
        if (names.isEmpty()) {
            throw new ConnectException(
                    "cluster " + this.cluster + " has no running pod; see kubectl get pods");
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

    private static String onlyCluster(Kubectl kubectl) {
        List<String> clusters =
                kubectl.lines(
                        "get",
                        "multiraftclusters",
                        "--output",
                        "jsonpath={range .items[*]}{.metadata.name}{\"\\n\"}{end}");
        if (clusters.size() == 1) {
            return clusters.get(0);
        }
        throw new ConnectException(
                clusters.isEmpty()
                        ? "there is no MultiRaftCluster in this namespace; -n names another"
                        : "there are " + String.join(", ", clusters) + "; -c names the one meant");
    }
}
