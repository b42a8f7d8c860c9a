package io.multiraft.node.raft;

import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionReplica;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;

/** A counter of the nodes, read as they read: behind a barrier. */
final class NodeRegister implements Register {

    private static final Duration CALL = Duration.ofSeconds(1);

    private final TestCluster cluster;
    private final CounterClient client;

    NodeRegister(Path root) throws IOException {
        cluster = new TestCluster(root, 3, 1, 1_000).startAll(true);
        client = CounterClient.open(cluster, 1);
    }

    private PartitionReplica replica(String name) {
        return cluster.replica(name, 1);
    }

    @Override
    public String awaitLeaderOtherThan(String name) {
        return cluster.awaitOtherLeader(1, name);
    }

    @Override
    public boolean leads(String name) {
        return replica(name).leadership().self();
    }

    /** At whoever leads: the client finds the leader of the latest term. */
    @Override
    public long change(String leader) {
        return client.increment();
    }

    @Override
    public void keepBusy(String leader) {
        replica(leader).propose(CounterClient.openSession(CALL), new Recorder());
    }

    @Override
    public OptionalLong read(String name) {
        try {
            return OptionalLong.of(
                    CounterClient.value(
                            replica(name)
                                    .query(client.read(), 0, CALL)
                                    .toCompletableFuture()
                                    .join()));
        } catch (CompletionException e) {
            if (e.getCause() instanceof PartitionException) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
