package io.multiraft.node.raft;

import static org.awaitility.Awaitility.await;

import io.multiraft.node.FreePorts;
import io.multiraft.node.TestPatience;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** Nodes of one cluster in this process, on loopback. */
final class TestCluster implements AutoCloseable {

    static final Duration PATIENCE = TestPatience.LONG;

    private static final Duration TRANSFER = Duration.ofSeconds(5);

    /** A node takes two seconds to close, waiting for its connections. */
    private static final Executor STOPPERS = task -> new Thread(task, "stop").start();

    private final Path root;
    private final int partitions;
    private final NodeConfig.Raft raft;
    private final List<NodeConfig.Member> members = new ArrayList<>();
    private final Map<String, FreezingProxy> proxies = new TreeMap<>();
    private final Map<String, RaftNode> nodes = new TreeMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    TestCluster(Path root, int size, int partitions, long snapshotEntries) throws IOException {
        this.root = root;
        this.partitions = partitions;
        this.raft =
                new NodeConfig.Raft(
                        Duration.ofMillis(400), Duration.ofMillis(800), snapshotEntries);
        for (int i = 0; i < size; i++) {
            members.add(
                    new NodeConfig.Member(
                            "node-" + i,
                            "127.0.0.1",
                            new NodeConfig.Ports(0, FreePorts.one(), 0, 0)));
        }
    }

    /** Nodes that are started from now on reach each other through proxies. */
    TestCluster throughProxies() throws IOException {
        for (NodeConfig.Member member : members) {
            proxies.put(member.name(), new FreezingProxy(member.ports().peer()));
        }
        return this;
    }

    /** What connections there are to that node bring nothing any more. */
    void freezeConnectionsTo(String name) {
        proxies.get(name).freeze();
    }

    /** The members as that one sees them. */
    private List<NodeConfig.Member> membersSeenBy(String name) {
        return members.stream()
                .map(
                        member ->
                                member.name().equals(name) || !proxies.containsKey(member.name())
                                        ? member
                                        : new NodeConfig.Member(
                                                member.name(),
                                                member.host(),
                                                new NodeConfig.Ports(
                                                        0,
                                                        proxies.get(member.name()).port(),
                                                        0,
                                                        0)))
                .toList();
    }

    TestCluster startAll(boolean bootstrap) throws IOException {
        for (NodeConfig.Member member : members) {
            start(member.name(), bootstrap);
        }
        return this;
    }

    RaftNode start(String name, boolean bootstrap) throws IOException {
        Path directory = Files.createDirectories(directory(name));
        NodeConfig config =
                new NodeConfig(
                        "test",
                        name,
                        directory,
                        membersSeenBy(name),
                        placement(bootstrap),
                        raft,
                        NodeConfig.Session.DEFAULT,
                        NodeConfig.Logging.DEFAULT,
                        member(name).ports());
        RaftNode node = RaftNode.start(config, "test", reason -> failures.put(name, reason));
        nodes.put(name, node);
        return node;
    }

    private List<NodeConfig.Partition> placement(boolean bootstrap) {
        List<String> names = members.stream().map(NodeConfig.Member::name).toList();
        List<NodeConfig.Partition> placed = new ArrayList<>();
        for (int id = 1; id <= partitions; id++) {
            placed.add(new NodeConfig.Partition(id, names, bootstrap));
        }
        return placed;
    }

    Path directory(String name) {
        return root.resolve(name);
    }

    int peerPort(String name) {
        return member(name).ports().peer();
    }

    private NodeConfig.Member member(String name) {
        return members.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    }

    Path groupDirectory(String name, int partitionId) {
        return directory(name)
                .resolve("raft")
                .resolve(GroupIds.groupId("test", partitionId).getUuid().toString());
    }

    /** Where the log on the disk begins; nowhere if a snapshot has taken the place of all of it. */
    long firstLogIndex(String name, int partitionId) throws IOException {
        try (Stream<Path> files =
                Files.list(groupDirectory(name, partitionId).resolve("current"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith("log_"))
                    .map(file -> file.replaceFirst("^log_(inprogress_)?", ""))
                    .mapToLong(file -> Long.parseLong(file.replaceFirst("-.*", "")))
                    .min()
                    .orElse(Long.MAX_VALUE);
        }
    }

    void handOver(String name) {
        nodes.get(name).handOver();
    }

    void stop(String name) {
        nodes.remove(name).close();
    }

    void stopAll() {
        CompletableFuture<?>[] stops =
                nodes.values().stream()
                        .map(node -> CompletableFuture.runAsync(node::close, STOPPERS))
                        .toArray(CompletableFuture<?>[]::new);
        nodes.clear();
        CompletableFuture.allOf(stops).join();
    }

    /** Why that node asked for its process to be ended. */
    Optional<String> failure(String name) {
        return Optional.ofNullable(failures.get(name));
    }

    PartitionReplica replica(String name, int partitionId) {
        return nodes.get(name).replica(partitionId).orElseThrow();
    }

    PartitionStatus status(String name, int partitionId) {
        return replica(name, partitionId).status();
    }

    Optional<PartitionReplica> leader(int partitionId) {
        return leaderName(partitionId).map(name -> replica(name, partitionId));
    }

    /** Of two that believe so, the one of the later term. */
    Optional<String> leaderName(int partitionId) {
        return nodes.keySet().stream()
                .filter(name -> replica(name, partitionId).leadership().self())
                .max(
                        (a, b) ->
                                Long.compare(
                                        replica(a, partitionId).leadership().term(),
                                        replica(b, partitionId).leadership().term()));
    }

    String awaitLeader(int partitionId) {
        Optional<String> known = leaderName(partitionId);
        if (known.isPresent()) {
            return known.get();
        }
        return await().atMost(PATIENCE)
                .until(() -> leaderName(partitionId), Optional::isPresent)
                .orElseThrow();
    }

    String awaitOtherLeader(int partitionId, String than) {
        return await().atMost(PATIENCE)
                .until(
                        () -> leaderName(partitionId).filter(name -> !name.equals(than)),
                        Optional::isPresent)
                .orElseThrow();
    }

    /**
     * Every member has what the leader has committed. One that never had an entry elects nobody:
     * Ratis asks all others then.
     */
    void awaitAllCaughtUp(int partitionId) {
        long committed = status(awaitLeader(partitionId), partitionId).getCommitIndex();
        await().atMost(PATIENCE)
                .until(
                        () ->
                                nodes.keySet().stream()
                                        .map(name -> status(name, partitionId))
                                        .allMatch(status -> status.getAppliedIndex() >= committed));
    }

    /**
     * Hands the lead over, to whom the name says or to anybody. Fails where a busy machine does not
     * get it done in time.
     */
    void transfer(int partitionId, String target) {
        String leader = awaitLeader(partitionId);
        if (!leader.equals(target)) {
            replica(leader, partitionId)
                    .transferLeadership(target, TRANSFER)
                    .toCompletableFuture()
                    .join();
        }
    }

    /** Whoever leads does so no more when this returns. */
    void moveLead(int partitionId) {
        PartitionReplica before = replica(awaitLeader(partitionId), partitionId);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> {
                            if (before.leadership().self()) {
                                transfer(partitionId, "");
                            }
                            return !before.leadership().self();
                        });
    }

    List<String> others(String name) {
        return nodes.keySet().stream().filter(other -> !other.equals(name)).toList();
    }

    @Override
    public void close() throws IOException {
        stopAll();
        for (FreezingProxy proxy : proxies.values()) {
            proxy.close();
        }
    }
}
