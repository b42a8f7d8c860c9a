package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.ratis.proto.RaftProtos.LeaderInfoProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class MajorityContactTest {

    @Test
    void oneOfTwoFollowersIsEnoughOfThree() {
        assertThat(
                        silence(
                                10_000,
                                Map.of("b", 30L, "c", 9_000L),
                                List.of("a", "b", "c"),
                                List.of()))
                .isEqualTo(30);
    }

    @Test
    void twoOfFourFollowersAreNeededOfFive() {
        assertThat(
                        silence(
                                10_000,
                                Map.of("b", 1L, "c", 700L, "d", 800L, "e", 900L),
                                List.of("a", "b", "c", "d", "e"),
                                List.of()))
                .isEqualTo(700);
    }

    @Test
    void bothAreNeededOfTwo() {
        assertThat(silence(10_000, Map.of("b", 500L), List.of("a", "b"), List.of())).isEqualTo(500);
    }

    @Test
    void leaderThatIsAloneIsTheMajority() {
        assertThat(silence(10_000, Map.of(), List.of("a"), List.of())).isZero();
    }

    @Test
    void configurationThatIsBeingChangedNeedsBothMajorities() {
        assertThat(
                        silence(
                                10_000,
                                Map.of("b", 10L, "c", 20L, "d", 4_000L, "e", 5_000L),
                                List.of("a", "b", "c"),
                                List.of("a", "d", "e")))
                .isEqualTo(4_000);
    }

    @Test
    void silenceIsNotLongerThanTheLeadership() {
        assertThat(silence(40, Map.of("b", 3_000L, "c", 3_000L), List.of("a", "b", "c"), List.of()))
                .isEqualTo(40);
    }

    private static long silence(
            long roleMillis, Map<String, Long> followers, List<String> now, List<String> before) {
        LeaderInfoProto.Builder leader = LeaderInfoProto.newBuilder();
        followers.forEach(
                (name, millis) ->
                        leader.addFollowerInfo(
                                ServerRpcProto.newBuilder()
                                        .setId(id(name))
                                        .setLastRpcElapsedTimeMs(millis)));
        RoleInfoProto role =
                RoleInfoProto.newBuilder()
                        .setSelf(id("a"))
                        .setRoleElapsedTimeMs(roleMillis)
                        .setLeaderInfo(leader)
                        .build();
        return MajorityContact.silenceMillis(role, configuration(now, before));
    }

    private static RaftPeerProto id(String name) {
        return RaftPeerProto.newBuilder().setId(ByteString.copyFromUtf8(name)).build();
    }

    private static RaftConfiguration configuration(List<String> now, List<String> before) {
        return new RaftConfiguration() {
            @Override
            public RaftPeer getPeer(RaftPeerId id, RaftPeerRole... roles) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Collection<RaftPeer> getAllPeers(RaftPeerRole role) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Collection<RaftPeer> getCurrentPeers(RaftPeerRole role) {
                return peers(now);
            }

            @Override
            public Collection<RaftPeer> getPreviousPeers(RaftPeerRole role) {
                return peers(before);
            }

            @Override
            public long getLogEntryIndex() {
                return 0;
            }
        };
    }

    private static List<RaftPeer> peers(List<String> names) {
        return names.stream().map(name -> RaftPeer.newBuilder().setId(name).build()).toList();
    }
}
