package io.multiraft.client;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.KeepAliveOutput;
import io.multiraft.proto.multiraft.v1.LeaderEvent;
import io.multiraft.proto.multiraft.v1.LeaderUpdatedEvent;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.PartitionEvent;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import io.multiraft.proto.multiraft.v1.WatchPartitionResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** Nodes in this process that share the state of partitions which are as simple as can be. */
final class FakeCluster implements AutoCloseable {

    final List<OpenSessionInput> opens = new CopyOnWriteArrayList<>();
    final List<KeepAliveInput> keepAlives = new CopyOnWriteArrayList<>();
    final List<Long> readsAfter = new CopyOnWriteArrayList<>();
    final List<CloseSessionInput> closes = new CopyOnWriteArrayList<>();
    final Map<Long, PartitionResponseHeaders> ended = new HashMap<>();
    private final Map<Integer, WatchPartitionResponse> leaders = new HashMap<>();
    private final Map<Integer, Set<StreamObserver<WatchPartitionResponse>>> watchers =
            new HashMap<>();
    private final Set<Long> expired = new HashSet<>();
    final int partitions;

    /** Whether its nodes serve many calls over one stream. */
    final boolean streams;

    private final List<Server> servers = new ArrayList<>();
    private final Map<Long, Integer> sessions = new HashMap<>();
    private final Map<ByteString, Long> nonces = new HashMap<>();
    private final Map<List<Long>, Object> answers = new HashMap<>();
    private final Map<String, Long> services = new HashMap<>();
    final Map<Long, Long> counters = new HashMap<>();
    final FakeEvents events = new FakeEvents();
    final Map<Long, Map<String, Versioned<ByteString>>> maps = new HashMap<>();
    PartitionResponseHeaders openAnswer = status(Status.OK, "");
    private long index;

    FakeCluster(int partitions) {
        this(partitions, true);
    }

    private FakeCluster(int partitions, boolean streams) {
        this.partitions = partitions;
        this.streams = streams;
    }

    /** Of nodes that do not know the stream of many calls. */
    static FakeCluster withoutStreams(int partitions) {
        return new FakeCluster(partitions, false);
    }

    FakeNode node() throws IOException {
        String name = "node-" + UUID.randomUUID();
        FakeNode node = new FakeNode(this, name);
        start(node, InProcessServerBuilder.forName(name).directExecutor());
        return node;
    }

    /** Starts a server for a node. */
    Server start(FakeNode node, ServerBuilder<?> builder) throws IOException {
        Server server = builder.addServices(node.services()).build().start();
        servers.add(server);
        return server;
    }

    static MultiRaftClientBuilder client(FakeNode... nodes) {
        List<String> names = List.of(nodes).stream().map(FakeNode::name).toList();
        Function<String, ManagedChannelBuilder<?>> channels = InProcessChannelBuilder::forName;
        return MultiRaftClient.builder()
                .endpoints(() -> names)
                .channels(channels)
                .deadline(TestPatience.LONG);
    }

    synchronized long nextIndex() {
        return ++index;
    }

    /** Opens one session for each nonce, however often a client tries. */
    synchronized long open(OpenSessionInput input, int partitionId) {
        Long known = nonces.get(input.getNonce());
        if (known != null) {
            return known;
        }
        opens.add(input);
        long sessionId = nextIndex();
        sessions.put(sessionId, partitionId);
        if (!input.getNonce().isEmpty()) {
            nonces.put(input.getNonce(), sessionId);
        }
        return sessionId;
    }

    synchronized List<Long> openSessions() {
        return sessions.keySet().stream().filter(id -> !ended.containsKey(id)).sorted().toList();
    }

    synchronized PartitionResponseHeaders end(long sessionId, PartitionResponseHeaders answer) {
        PartitionResponseHeaders before = check(sessionId);
        ended.put(sessionId, answer);
        return before;
    }

    /** Tells the watchers of a partition, and those to come, who leads. */
    synchronized void lead(int partitionId, long term, String address) {
        LeaderEvent leader =
                LeaderEvent.newBuilder()
                        .setPartition(PartitionEvent.newBuilder().setPartitionId(partitionId))
                        .setTerm(term)
                        .setLeader(term)
                        .setAddress(address)
                        .build();
        WatchPartitionResponse response =
                WatchPartitionResponse.newBuilder()
                        .setLeaderUpdated(LeaderUpdatedEvent.newBuilder().setLeader(leader))
                        .build();
        leaders.put(partitionId, response);
        watchers.getOrDefault(partitionId, Set.of()).forEach(one -> one.onNext(response));
    }

    synchronized void watch(int partitionId, StreamObserver<WatchPartitionResponse> watcher) {
        watchers.computeIfAbsent(partitionId, key -> new LinkedHashSet<>()).add(watcher);
        ((ServerCallStreamObserver<?>) watcher)
                .setOnCancelHandler(() -> unwatch(partitionId, watcher));
        if (leaders.containsKey(partitionId)) {
            watcher.onNext(leaders.get(partitionId));
        }
    }

    private synchronized void unwatch(
            int partitionId, StreamObserver<WatchPartitionResponse> watcher) {
        watchers.get(partitionId).remove(watcher);
    }

    synchronized int watcherCount(int partitionId) {
        return watchers.getOrDefault(partitionId, Set.of()).size();
    }

    /** The nodes end all watches, as they do when they stop. */
    synchronized void endWatches() {
        watchers.values().forEach(all -> all.forEach(StreamObserver::onCompleted));
        watchers.clear();
    }

    synchronized void expire(long sessionId, String message) {
        expired.add(sessionId);
        end(sessionId, status(Status.NOT_FOUND, message));
    }

    /** What a keep-alive tells of an end. */
    synchronized KeepAliveOutput.End endOf(long sessionId) {
        return expired.contains(sessionId)
                ? KeepAliveOutput.End.EXPIRED
                : KeepAliveOutput.End.UNKNOWN;
    }

    synchronized PartitionResponseHeaders check(long sessionId) {
        if (!sessions.containsKey(sessionId)) {
            return status(Status.NOT_FOUND, "session " + sessionId + " was never opened");
        }
        return ended.getOrDefault(sessionId, status(Status.OK, ""));
    }

    synchronized long service(int partitionId, String type, String name) {
        return services.computeIfAbsent(partitionId + type + name, key -> nextIndex());
    }

    /** Does it once for each number. */
    @SuppressWarnings("unchecked")
    synchronized <T> T once(long sessionId, long sequenceNum, Supplier<T> command) {
        return (T) answers.computeIfAbsent(List.of(sessionId, sequenceNum), key -> command.get());
    }

    static PartitionResponseHeaders status(Status status, String message) {
        return PartitionResponseHeaders.newBuilder().setStatus(status).setMessage(message).build();
    }

    @Override
    public void close() {
        servers.forEach(Server::shutdownNow);
    }
}
