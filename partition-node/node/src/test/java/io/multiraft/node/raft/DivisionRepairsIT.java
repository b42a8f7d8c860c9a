package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiraft.node.FreePorts;
import io.multiraft.node.TestPatience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.TimeDuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the repairs still fit the Ratis in use: an upgrade must look at them again. */
class DivisionRepairsIT {

    private static final Duration NEVER = Duration.ofHours(1);

    private final RaftPeer peer =
            RaftPeer.newBuilder().setId("a").setAddress("127.0.0.1:1").build();
    private final RaftPeer absent =
            RaftPeer.newBuilder().setId("b").setAddress("127.0.0.1:2").build();

    @TempDir private Path root;

    @Test
    void fitTheDivisionThatStillWorksWithThem() throws Exception {
        RaftGroup group = RaftGroup.valueOf(RaftGroupId.randomId(), peer);
        try (RaftServer server = server(group)) {
            server.start();
            RaftServer.Division division = server.getDivision(group.getGroupId());
            await().until(() -> division.getInfo().isLeaderReady());

            assertThat(DivisionRepairs.keepApplySignals(division)).isTrue();
            assertThat(
                            new DivisionClient(server, group.getGroupId(), new PeerConnections())
                                    .division())
                    .isSameAs(division);
            assertThat(server.submitClientRequestAsync(request(server, group)))
                    .succeedsWithin(TestPatience.LONG)
                    .satisfies(reply -> assertThat(reply.isSuccess()).isTrue());
            assertThat(DivisionRepairs.stopCacheEviction(division)).isTrue();
        }
    }

    @Test
    void makeAFollowerStandBeforeItsOwnTimer() throws Exception {
        RaftGroup group = RaftGroup.valueOf(RaftGroupId.randomId(), peer, absent);
        try (RaftServer server = server(group)) {
            server.start();
            RaftServer.Division division = server.getDivision(group.getGroupId());
            assertThat(division.getInfo().isFollower()).isTrue();

            assertThat(DivisionRepairs.standForElection(division, NEVER)).isFalse();
            await().until(() -> DivisionRepairs.isSilent(division, Duration.ofMillis(10)));
            // Its lock keeps it from being a follower again before we look.
            synchronized (division) {
                assertThat(DivisionRepairs.standForElection(division, Duration.ofMillis(10)))
                        .isTrue();

                assertThat(division.getInfo().isCandidate()).isTrue();
                assertThat(DivisionRepairs.isSilent(division, Duration.ZERO)).isFalse();
            }
        }
    }

    @Test
    void makeAFollowerHearItsLeader() throws Exception {
        RaftGroup group = RaftGroup.valueOf(RaftGroupId.randomId(), peer, absent);
        try (RaftServer server = server(group)) {
            server.start();
            RaftServer.Division division = server.getDivision(group.getGroupId());
            await().until(
                            () ->
                                    DivisionRepairs.silence(division)
                                                    .orElseThrow()
                                                    .compareTo(Duration.ofMillis(50))
                                            >= 0);
            long before = System.nanoTime();
            Duration silence = DivisionRepairs.silence(division).orElseThrow();

            assertThat(DivisionRepairs.hearLeader(division)).isTrue();

            Duration passed = Duration.ofNanos(System.nanoTime() - before);
            assertThat(DivisionRepairs.silence(division).orElseThrow())
                    .isLessThan(silence.plus(passed));
        }
    }

    private RaftServer server(RaftGroup group) throws IOException {
        RaftProperties properties = new RaftProperties();
        if (group.getPeers().size() > 1) {
            TimeDuration never = TimeDuration.valueOf(NEVER.toMillis(), TimeUnit.MILLISECONDS);
            RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, never);
            RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, never);
        }
        RaftServerConfigKeys.setStorageDir(properties, List.of(root.toFile()));
        GrpcConfigKeys.Server.setPort(properties, FreePorts.one());
        return RaftServer.newBuilder()
                .setServerId(peer.getId())
                .setGroup(group)
                .setProperties(properties)
                .setStateMachineRegistry(id -> new BaseStateMachine())
                .build();
    }

    private static RaftClientRequest request(RaftServer server, RaftGroup group) {
        return RaftClientRequest.newBuilder()
                .setClientId(ClientId.randomId())
                .setServerId(server.getId())
                .setGroupId(group.getGroupId())
                .setCallId(1)
                .setMessage(Message.valueOf("hello"))
                .setType(RaftClientRequest.writeRequestType())
                .build();
    }
}
