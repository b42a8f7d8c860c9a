package io.multiraft.operator.observe;

import io.grpc.Channel;
import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Watches the nodes of all clusters, one stream each, and knows what they said last. */
public final class NodeStatusWatcher {

    private final Map<ClusterKey, Map<String, NodeStream>> clusters = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread;
    private final ObservationListener listener;
    private final Clock clock;
    private final SessionListings listings;

    /**
     * @param thread one thread, on which everything is observed and every listener is called
     */
    public NodeStatusWatcher(
            ScheduledExecutorService thread, ObservationListener listener, Clock clock) {
        this.thread = thread;
        this.listener = listener;
        this.clock = clock;
        this.listings = new SessionListings(this, thread, listener);
        thread.scheduleWithFixedDelay(this::endSilence, 1, 1, TimeUnit.SECONDS);
    }

    public SessionListings listings() {
        return listings;
    }

    /**
     * Watches exactly these nodes of a cluster from now on. The same nodes again change nothing.
     */
    public void watch(ClusterKey cluster, Map<String, NodeAddress> nodes) {
        Map<String, NodeAddress> wanted = Map.copyOf(nodes);
        thread.execute(() -> replace(cluster, wanted));
    }

    /** Knows nothing of a cluster any more. */
    public void forget(ClusterKey cluster) {
        thread.execute(
                () -> {
                    Map<String, NodeStream> streams = clusters.remove(cluster);
                    if (streams != null) {
                        streams.values().forEach(NodeStream::close);
                        listings.forget(cluster);
                    }
                });
    }

    /** What the nodes within reach said last, by name. */
    public Map<String, NodeStatus> observed(ClusterKey cluster) {
        Map<String, NodeStatus> observed = new HashMap<>();
        nodes(cluster).forEach((name, node) -> observed.put(name, node.status()));
        return observed;
    }

    /** The nodes within reach, and since when they are as they are, by name. */
    public Map<String, ObservedNode> nodes(ClusterKey cluster) {
        Map<String, ObservedNode> nodes = new HashMap<>();
        streams(cluster)
                .forEach((name, stream) -> stream.observed().ifPresent(o -> nodes.put(name, o)));
        return nodes;
    }

    /** Whether of every node it is known if it can be reached, so that silence means something. */
    public boolean settled(ClusterKey cluster) {
        return clusters.containsKey(cluster)
                && streams(cluster).values().stream().allMatch(NodeStream::settled);
    }

    /** All clusters that are watched. */
    public Set<ClusterKey> clusters() {
        return Set.copyOf(clusters.keySet());
    }

    public Optional<Leadership> leadership(ClusterKey cluster, int partition) {
        return Leadership.of(observed(cluster).values(), partition);
    }

    /** The API of the partition's leader, or of any node: each forwards. Empty: none in reach. */
    public Optional<Channel> api(ClusterKey cluster, int partition) {
        return best(cluster, partition).map(NodeStream::api);
    }

    /** The admin service of one node; empty when it is not watched. */
    public Optional<Channel> admin(ClusterKey cluster, String node) {
        return Optional.ofNullable(streams(cluster).get(node)).map(NodeStream::admin);
    }

    Optional<Channel> admin(ClusterKey cluster, int partition) {
        return best(cluster, partition).map(NodeStream::admin);
    }

    /** Nodes within reach, for metrics. */
    public long reachable() {
        return clusters.values().stream()
                .flatMap(streams -> streams.values().stream())
                .filter(stream -> stream.observed().isPresent())
                .count();
    }

    public void close() {
        clusters.values().forEach(streams -> streams.values().forEach(NodeStream::close));
        thread.shutdownNow();
    }

    private Optional<NodeStream> best(ClusterKey cluster, int partition) {
        Map<String, NodeStream> streams = streams(cluster);
        Optional<NodeStream> leader =
                leadership(cluster, partition).map(now -> streams.get(now.leader()));
        return leader.or(
                () ->
                        streams.values().stream()
                                .filter(stream -> stream.observed().isPresent())
                                .findFirst());
    }

    private Map<String, NodeStream> streams(ClusterKey cluster) {
        return clusters.getOrDefault(cluster, Map.of());
    }

    private void replace(ClusterKey cluster, Map<String, NodeAddress> wanted) {
        boolean known = clusters.containsKey(cluster);
        Map<String, NodeStream> streams =
                clusters.computeIfAbsent(cluster, key -> new ConcurrentHashMap<>());
        Set<String> gone = new HashSet<>();
        streams.forEach(
                (node, stream) -> {
                    if (!stream.address().equals(wanted.get(node))) {
                        gone.add(node);
                    }
                });
        gone.forEach(node -> streams.remove(node).close());
        wanted.forEach(
                (node, address) -> {
                    if (!streams.containsKey(node)) {
                        NodeStream stream =
                                new NodeStream(
                                        cluster,
                                        node,
                                        address,
                                        thread,
                                        clock,
                                        (before, now) -> changed(cluster, before, now));
                        streams.put(node, stream);
                        stream.connect();
                    }
                });
        if (!known || !gone.isEmpty()) {
            listener.nodesChanged(cluster);
        }
    }

    private void changed(ClusterKey cluster, ObservedNode before, ObservedNode now) {
        if (before == null || now == null) {
            listener.nodesChanged(cluster);
        } else {
            Set<Integer> changed = changes(before.status(), now.status());
            if (changed.isEmpty()) {
                return;
            }
            listener.partitionsChanged(cluster, changed);
            if (!now.standsAsIn(before)) {
                listener.membersChanged(cluster);
            }
        }
        listings.refresh(cluster);
    }

    /** Partitions of which the node says something else than before that matters. */
    static Set<Integer> changes(NodeStatus before, NodeStatus now) {
        Map<Integer, PartitionStatus> known = new HashMap<>();
        before.getPartitionsList().forEach(one -> known.put(one.getPartitionId(), essence(one)));
        Set<Integer> changed = new HashSet<>();
        for (PartitionStatus status : now.getPartitionsList()) {
            if (!essence(status).equals(known.remove(status.getPartitionId()))) {
                changed.add(status.getPartitionId());
            }
        }
        changed.addAll(known.keySet());
        return changed;
    }

    /** Without the indices, which change all the time and which nobody writes down. */
    private static PartitionStatus essence(PartitionStatus status) {
        return status.toBuilder()
                .setCommitIndex(Math.min(1, status.getCommitIndex()))
                .clearAppliedIndex()
                .clearSnapshotIndex()
                .build();
    }

    private void endSilence() {
        clusters.values().forEach(streams -> streams.values().forEach(NodeStream::endSilence));
    }
}
