package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever moves a lead from outside relies on: what members say, and that it goes there. */
class LeadershipTransferIT {

    private static final List<String> NODES = List.of("node-0", "node-1", "node-2");

    @TempDir private Path root;

    @Test
    void leadGoesToTheMemberThatIsNamedAndAllMembersSaySo() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 3, 1, 1_000).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            for (String target : NODES) {
                client.increment();
                // Again where a machine that is busy let the lead go on right after.
                await().atMost(TestCluster.PATIENCE)
                        .ignoreExceptions()
                        .untilAsserted(
                                () -> {
                                    cluster.transfer(1, target);
                                    assertThatAllSayThatLeads(cluster, target);
                                });
            }
            client.increment();
            assertThat(client.get()).isEqualTo(NODES.size() + 1);
        }
    }

    private static void assertThatAllSayThatLeads(TestCluster cluster, String leader) {
        long term = cluster.status(leader, 1).getTerm();
        for (String node : NODES) {
            PartitionStatus status = cluster.status(node, 1);
            assertThat(status.getLeader()).isEqualTo(leader);
            assertThat(status.getTerm()).isEqualTo(term);
            assertThat(status.getRole())
                    .isEqualTo(node.equals(leader) ? Role.LEADER : Role.FOLLOWER);
            assertThat(status.getReady()).isTrue();
            assertThat(status.getMembersList()).containsExactlyInAnyOrderElementsOf(NODES);
            assertThat(status.getAppliedIndex())
                    .isEqualTo(cluster.status(leader, 1).getCommitIndex());
        }
    }
}
