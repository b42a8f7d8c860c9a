package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.multiraft.proto.internal.v1.Lead;
import io.multiraft.proto.internal.v1.SharedHeartbeat;
import java.nio.file.Path;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.thirdparty.io.grpc.CallOptions;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.ClientCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One member of three, the others being this test: whose heartbeats it takes for its leader's. */
class SharedHeartbeatIT {

    private static final String MEMBER = "node-0";
    private static final RaftGroupId GROUP = GroupIds.groupId("test", 1);
    private static final RaftGroupId UNKNOWN = GroupIds.groupId("test", 2);

    /** Higher than any that the member comes to by standing, while nobody answers it. */
    private static final long TERM = 500;

    @TempDir private Path root;
    private TestCluster cluster;
    private HandMadeLeader leader;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster(root, 3, 1, 1_000);
        cluster.start(MEMBER, true);
        int port = cluster.peerPort(MEMBER);
        leader = new HandMadeLeader(GROUP, "node-1", MEMBER, port);
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    @AfterEach
    void stop() throws Exception {
        channel.shutdownNow();
        leader.close();
        cluster.close();
    }

    @Test
    void whoHasHeardOfNoLeaderFollowsNone() {
        assertThat(followed("node-1", lead(GROUP, TERM))).isEmpty();
    }

    @Test
    void onlyTheLeaderOfTheGroupAndTermIsFollowed() {
        // A heartbeat of Raft itself first, as the member may have asked for votes meanwhile.
        await().atMost(TestCluster.PATIENCE)
                .untilAsserted(
                        () -> {
                            assertThat(leader.append(null, TERM, 0, -1).getResult())
                                    .isEqualTo(AppendResult.SUCCESS);

                            assertThat(
                                            followed(
                                                    "node-1",
                                                    lead(UNKNOWN, TERM),
                                                    lead(GROUP, TERM),
                                                    lead(GROUP, TERM + 1),
                                                    lead(GROUP, TERM - 1)))
                                    .containsExactly(1);
                        });
        assertThat(followed("node-2", lead(GROUP, TERM))).isEmpty();
    }

    @Test
    void aHeartbeatThatMakesNoSenseIsFollowedByNobodyAndTheNextOneTaken() {
        assertThat(followed("", lead(GROUP, TERM))).isEmpty();
        assertThat(
                        followed(
                                "node-1",
                                Lead.newBuilder()
                                        .setGroupId(ByteString.copyFromUtf8("short"))
                                        .setTerm(TERM)
                                        .build()))
                .isEmpty();
        assertThat(followed("node-1")).isEmpty();

        onlyTheLeaderOfTheGroupAndTermIsFollowed();
    }

    private List<Integer> followed(String from, Lead... leads) {
        return ClientCalls.blockingUnaryCall(
                        channel,
                        HeartbeatMethod.BEAT,
                        CallOptions.DEFAULT,
                        SharedHeartbeat.newBuilder()
                                .setLeader(from)
                                .addAllLeads(List.of(leads))
                                .build())
                .getFollowedList();
    }

    private static Lead lead(RaftGroupId group, long term) {
        return Lead.newBuilder()
                .setGroupId(ByteString.copyFrom(group.toByteString().toByteArray()))
                .setTerm(term)
                .build();
    }
}
