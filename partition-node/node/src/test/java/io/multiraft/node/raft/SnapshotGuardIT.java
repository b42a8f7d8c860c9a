package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotResult;
import org.apache.ratis.server.protocol.TermIndex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One member of three, the others being this test: what it does with their snapshots. */
class SnapshotGuardIT {

    private static final String MEMBER = "node-0";
    private static final long NOTHING = -1;

    @TempDir private Path root;
    private TestCluster cluster;
    private HandMadeLeader leader;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster(root, 3, 1, 1_000);
        cluster.start(MEMBER, true);
        leader = leader("node-1");
    }

    private HandMadeLeader leader(String name) {
        return new HandMadeLeader(
                GroupIds.groupId("test", 1), name, MEMBER, cluster.peerPort(MEMBER));
    }

    @AfterEach
    void stop() throws Exception {
        leader.close();
        cluster.close();
    }

    @Test
    void snapshotOfWhatTheLogGoesBeyondLeavesTheLogAsItIs() throws Exception {
        append(null, 5, 4, NOTHING);

        leader.install(TermIndex.valueOf(5, 3));

        append(TermIndex.valueOf(5, 4), 5, 5, 5);
        assertApplied(5);
        assertThat(cluster.firstLogIndex(MEMBER, 1)).isZero();
    }

    @Test
    void snapshotOfWhatTheLogEndsWithLeavesTheLogAsItIs() throws Exception {
        append(null, 5, 4, NOTHING);

        assertThat(leader.install(TermIndex.valueOf(5, 4)).getResult())
                .isEqualTo(InstallSnapshotResult.ALREADY_INSTALLED);

        append(TermIndex.valueOf(5, 4), 5, 5, 5);
        assertApplied(5);
    }

    @Test
    void snapshotOfALaterEntryThanTheLogHasIsInstalled() throws Exception {
        append(null, 5, 4, NOTHING);

        assertThat(leader.install(TermIndex.valueOf(5, 9)).getResult())
                .isEqualTo(InstallSnapshotResult.SUCCESS);

        append(TermIndex.valueOf(5, 9), 5, 10, 10);
        assertApplied(10);
    }

    /** Of a leader of a later term, as only such a one can have other entries. */
    @Test
    void snapshotThatContradictsTheLogIsInstalled() throws Exception {
        append(null, 5, 4, NOTHING);

        try (HandMadeLeader next = leader("node-2")) {
            assertThat(next.install(TermIndex.valueOf(6, 3)).getResult())
                    .isEqualTo(InstallSnapshotResult.SUCCESS);

            assertThat(next.append(TermIndex.valueOf(6, 3), 6, 5, 5).getResult())
                    .isEqualTo(AppendResult.SUCCESS);
        }
        assertApplied(5);
    }

    private void append(TermIndex previous, long term, long last, long commit) {
        assertThat(leader.append(previous, term, last, commit).getResult())
                .isEqualTo(AppendResult.SUCCESS);
    }

    private void assertApplied(long index) {
        await().atMost(TestCluster.PATIENCE)
                .until(
                        () ->
                                cluster.failure(MEMBER).isPresent()
                                        || cluster.status(MEMBER, 1).getAppliedIndex() == index);
        assertThat(cluster.failure(MEMBER)).isEmpty();
    }
}
