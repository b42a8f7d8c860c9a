package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiraft.proto.node.v1.PartitionStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Followers learn what is committed with the next message of Raft. Once shared heartbeats kept
 * those back, and the last entry was not applied on a follower until the next came.
 */
class IdleFollowersIT {

    private static final List<String> NODES = List.of("node-0", "node-1", "node-2");
    private static final int TIMES = 3;

    @TempDir private Path root;

    @Test
    void theLastEntryIsAppliedEverywhereThoughNoneFollows() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 3, 1, 1_000).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            for (int i = 0; i < TIMES; i++) {
                client.increment();

                await().atMost(TestCluster.PATIENCE)
                        .untilAsserted(
                                () ->
                                        assertThat(NODES)
                                                .map(node -> cluster.status(node, 1))
                                                .map(PartitionStatus::getAppliedIndex)
                                                .containsOnly(committed(cluster)));
            }
        }
    }

    private static long committed(TestCluster cluster) {
        return NODES.stream()
                .mapToLong(node -> cluster.status(node, 1).getCommitIndex())
                .max()
                .orElseThrow();
    }
}
