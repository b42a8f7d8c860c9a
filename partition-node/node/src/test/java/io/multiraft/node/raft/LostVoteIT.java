package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pod came back under another address, and then the leader died: the one member that could be
 * elected asked the other for its vote over a connection that ended nowhere, again and again.
 */
class LostVoteIT {

    @TempDir Path root;

    @Test
    void voteIsAskedForOverANewConnectionWhereTheOldOneBringsNothing() throws Exception {
        try (TestCluster cluster =
                new TestCluster(root, 3, 1, 1_000).throughProxies().startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            client.increment();
            String leader = cluster.awaitLeader(1);
            String behind = cluster.others(leader).get(0);
            String ahead = cluster.others(leader).get(1);
            connect(cluster, ahead, leader);

            cluster.freezeConnectionsTo(behind);
            for (int i = 0; i < 5; i++) {
                client.increment();
            }
            cluster.stop(leader);

            assertThat(cluster.awaitOtherLeader(1, leader)).isIn(ahead, behind);
        }
    }

    /** Who led once has connections to all. */
    private static void connect(TestCluster cluster, String member, String leader) {
        cluster.transfer(1, member);
        cluster.awaitOtherLeader(1, leader);
        cluster.transfer(1, leader);
        cluster.awaitOtherLeader(1, member);
    }
}
