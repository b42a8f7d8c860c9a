package io.multiraft.operator.apiserver;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.operator.observe.NodeAddress;
import io.multiraft.operator.reconcile.NodePods;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.node.v1.ListSessionsRequest;
import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import io.multiraft.proto.node.v1.SessionDetail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Nodes that are only talk: real gRPC servers with the admin service and the partition protocol,
 * over state that a test moves about.
 */
public final class FakeCluster implements NodePods, AutoCloseable {

    private static final Duration TIMEOUT = Duration.newBuilder().setSeconds(60).build();

    private final String name;
    private int nonces;
    private final Map<String, FakeNode> nodes = new LinkedHashMap<>();
    private final Map<Integer, FakePartition> partitions = new TreeMap<>();

    /** One group: who leads it, and its sessions. */
    static final class FakePartition {
        String leader = "";
        long term;
        long index;
        long sessionVersion;
        String refusal = "";
        boolean refusesTransfers;
        final Set<String> behind = new HashSet<>();
        final List<String> transfers = new ArrayList<>();
        final Map<Long, SessionDetail> sessions = new TreeMap<>();
    }

    public FakeCluster(String name, int nodeCount, int partitionCount) throws IOException {
        this.name = name;
        for (int ordinal = 0; ordinal < nodeCount; ordinal++) {
            String node = name + "-" + ordinal;
            nodes.put(node, new FakeNode(node, this));
        }
        for (int id = 1; id <= partitionCount; id++) {
            partitions.put(id, new FakePartition());
        }
    }

    /** Lets a node lead a partition in the next term; nobody does when the name is empty. */
    public synchronized void elect(int partition, String leader) {
        FakePartition group = partitions.get(partition);
        group.leader = leader;
        group.term++;
        group.index++;
        tell();
    }

    /** Each partition gets its preferred leader. */
    public void electAll() {
        List<String> names = List.copyOf(nodes.keySet());
        partitions.keySet().forEach(id -> elect(id, names.get((id - 1) % names.size())));
    }

    /** The node falls silent without a word, and knows of no election from now on. */
    public synchronized void cut(String node) {
        nodes.get(node).cut();
    }

    /** A member falls behind, or has caught up again. */
    public synchronized void keepUp(int partition, String node, boolean keepsUp) {
        Set<String> behind = partitions.get(partition).behind;
        if (keepsUp ? behind.remove(node) : behind.add(node)) {
            tell();
        }
    }

    /** The partition refuses to open sessions from now on, in these words. */
    public synchronized void refuseSessions(int partition, String words) {
        partitions.get(partition).refusal = words;
    }

    /** The partition's leaders fail to hand over from now on. */
    public synchronized void refuseTransfers(int partition) {
        partitions.get(partition).refusesTransfers = true;
    }

    /** What was asked for so far, as {@code from -> to}. */
    public synchronized List<String> transfers(int partition) {
        return List.copyOf(partitions.get(partition).transfers);
    }

    /**
     * @return whether the node leads, and hands over
     */
    synchronized boolean transfer(int partition, String node, String target) {
        FakePartition group = partitions.get(partition);
        group.transfers.add(node + " -> " + target);
        boolean hands = group.leader.equals(node) && !group.refusesTransfers;
        if (hands) {
            elect(partition, target);
        }
        return hands;
    }

    /** Ends a session by itself, as for a silent client. */
    public synchronized void end(int partition, long sessionId, SessionDetail.State state) {
        FakePartition group = partitions.get(partition);
        group.sessions.computeIfPresent(
                sessionId, (id, detail) -> detail.toBuilder().setState(state).setEpoch(0).build());
        group.index++;
        group.sessionVersion++;
        tell();
    }

    /** A program attaches to a session, and takes it over. */
    public synchronized void attach(int partition, long sessionId) {
        FakePartition group = partitions.get(partition);
        group.sessions.computeIfPresent(
                sessionId,
                (id, detail) -> detail.toBuilder().setEpoch(detail.getEpoch() + 1).build());
        group.index++;
        group.sessionVersion++;
        tell();
    }

    /** Open sessions of a partition. */
    public synchronized List<SessionDetail> open(int partition) {
        return partitions.get(partition).sessions.values().stream()
                .filter(detail -> detail.getState() == SessionDetail.State.OPEN)
                .toList();
    }

    @Override
    public Optional<NodeAddress> address(Pod pod) {
        return Optional.ofNullable(nodes.get(pod.getMetadata().getName()))
                .filter(node -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
                .map(node -> new NodeAddress("127.0.0.1", node.port(), node.port()));
    }

    private void tell() {
        nodes.values().forEach(FakeNode::tell);
    }

    synchronized NodeStatus status(String node) {
        NodeStatus.Builder status =
                NodeStatus.newBuilder().setCluster(name).setName(node).setVersion("1.2.3");
        partitions.forEach(
                (id, group) ->
                        status.addPartitions(
                                PartitionStatus.newBuilder()
                                        .setPartitionId(id)
                                        .setRole(role(node, group))
                                        .setTerm(group.term)
                                        .setLeader(group.leader)
                                        .addAllMembers(nodes.keySet())
                                        .setCommitIndex(group.index)
                                        .setAppliedIndex(group.index)
                                        .setReady(
                                                !group.leader.isEmpty()
                                                        && !group.behind.contains(node))
                                        .setSessionCount(open(id).size())
                                        .setSessionVersion(group.sessionVersion)));
        return status.build();
    }

    private static Role role(String node, FakePartition group) {
        if (group.leader.isEmpty()) {
            return Role.CANDIDATE;
        }
        return group.leader.equals(node) ? Role.LEADER : Role.FOLLOWER;
    }

    /** The same nonce opens the same session. */
    synchronized Optional<SessionDetail> open(int partition, OpenSessionInput input) {
        FakePartition group = partitions.get(partition);
        if (group.leader.isEmpty()) {
            return Optional.empty();
        }
        for (SessionDetail known : group.sessions.values()) {
            if (known.getNonce().equals(input.getNonce())) {
                return Optional.of(known);
            }
        }
        SessionDetail opened =
                SessionDetail.newBuilder()
                        .setSessionId(++group.index)
                        .setState(SessionDetail.State.OPEN)
                        .setSession(input.getSession())
                        .setNonce(input.getNonce())
                        .setTimeout(input.hasTimeout() ? input.getTimeout() : TIMEOUT)
                        .setEpoch(1)
                        .build();
        group.sessions.put(opened.getSessionId(), opened);
        group.sessionVersion++;
        tell();
        return Optional.of(opened);
    }

    /** The open session of another nonce that has the name. */
    synchronized Optional<SessionDetail> holder(int partition, OpenSessionInput input) {
        String wanted = input.getSession().getMeta().getId().getName();
        return open(partition).stream()
                .filter(one -> one.getSession().getMeta().getId().getName().equals(wanted))
                .filter(one -> !one.getNonce().equals(input.getNonce()))
                .findFirst();
    }

    /** A client opens a session, without the operator; one without a name where that is empty. */
    public synchronized long openByClient(int partition, String sessionName) {
        OpenSessionInput.Builder input = OpenSessionInput.newBuilder();
        input.getSessionBuilder().getMetaBuilder().getIdBuilder().setName(sessionName);
        input.setNonce(ByteString.copyFromUtf8("client's own " + nonces++));
        return open(partition, input.build()).orElseThrow().getSessionId();
    }

    synchronized boolean close(int partition, long sessionId) {
        boolean open = open(partition).stream().anyMatch(one -> one.getSessionId() == sessionId);
        end(partition, sessionId, SessionDetail.State.CLOSED);
        return open;
    }

    synchronized List<SessionDetail> list(ListSessionsRequest request) {
        return partitions.get(request.getPartitionId()).sessions.values().stream()
                .filter(detail -> isMeant(detail, request))
                .toList();
    }

    private static boolean isMeant(SessionDetail detail, ListSessionsRequest request) {
        ByteString excluded = request.getExcludedNoncePrefix();
        boolean named = !detail.getSession().getMeta().getId().getName().isEmpty();
        boolean open = detail.getState() == SessionDetail.State.OPEN;
        return detail.getSessionId() > request.getAfterSessionId()
                && detail.getNonce().startsWith(request.getNoncePrefix())
                && (excluded.isEmpty() || !detail.getNonce().startsWith(excluded))
                && (open || !request.getOpenOnly())
                && (named || !request.getNamedOnly());
    }

    synchronized FakePartition partition(int id) {
        return partitions.get(id);
    }

    @Override
    public void close() {
        nodes.values().forEach(FakeNode::close);
    }
}
