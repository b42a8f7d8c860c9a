package io.multiraft.node.raft;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pod came back under another address, and the leader's connection for entries went on to the old
 * one: the member was never caught up.
 */
class StuckFollowerIT {

    private static final Duration PATIENCE = RaftLimits.STANDSTILL.multipliedBy(4);

    @TempDir Path root;

    @Test
    void followerToWhomNoConnectionBringsAnythingIsConnectedToAnew() throws Exception {
        try (TestCluster cluster =
                new TestCluster(root, 3, 1, 1_000).throughProxies().startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            client.increment();
            String leader = cluster.awaitLeader(1);
            String follower = cluster.others(leader).get(0);
            awaitCaughtUp(cluster, follower, leader);

            cluster.freezeConnectionsTo(follower);
            for (int i = 0; i < 5; i++) {
                client.increment();
            }

            awaitCaughtUp(cluster, follower, cluster.awaitLeader(1));
        }
    }

    private static void awaitCaughtUp(TestCluster cluster, String follower, String leader) {
        await().atMost(PATIENCE)
                .until(
                        () ->
                                cluster.status(follower, 1).getAppliedIndex()
                                        >= cluster.status(leader, 1).getAppliedIndex());
    }
}
