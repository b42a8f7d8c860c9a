package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.proto.internal.v1.SharedHeartbeatReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.protocol.RaftPeerId;
import org.junit.jupiter.api.Test;

class SharedHeartbeatsTest {

    private static final RaftPeerId PEER = RaftPeerId.valueOf("b");

    private final List<Integer> confirmed = new ArrayList<>();

    @Test
    void confirmsTheGroupsThatAreFollowedAndNoOthers() {
        List<SharedHeartbeats.Led> led = List.of(led(0), led(1), led(2));

        SharedHeartbeats.confirm(
                led, SharedHeartbeatReply.newBuilder().addFollowed(0).addFollowed(2).build(), 7);

        assertThat(confirmed).containsExactly(0, 2);
    }

    @Test
    void anAnswerThatNamesMoreThanWasAskedIsNotBelieved() {
        SharedHeartbeats.confirm(
                List.of(led(0)),
                SharedHeartbeatReply.newBuilder().addFollowed(1).addFollowed(-1).build(),
                7);

        assertThat(confirmed).isEmpty();
    }

    @Test
    void oneMayBeLostBeforeAGroupNeedsItsOwn() {
        try (SharedHeartbeats heartbeats = new SharedHeartbeats("a", Duration.ofMillis(600))) {
            assertThat(heartbeats.cover()).isGreaterThan(heartbeats.period().multipliedBy(2));
            assertThat(heartbeats.cover()).isLessThan(Duration.ofMillis(600));
        }
    }

    @Test
    void connectionsThatAreNewAreNotEnded() {
        PeerConnections connections = new PeerConnections();
        long trial = RaftLimits.CONNECTION_TRIAL.toNanos();

        assertThat(connections.begin(PEER, 0)).isTrue();
        assertThat(connections.begin(PEER, 2 * trial)).as("it lasts that long").isFalse();
        connections.end(PEER, 2 * trial);

        assertThat(connections.begin(PEER, 3 * trial - 1)).isFalse();
        assertThat(connections.begin(RaftPeerId.valueOf("c"), 3 * trial - 1)).isTrue();
        assertThat(connections.begin(PEER, 3 * trial)).isTrue();
    }

    private SharedHeartbeats.Led led(int number) {
        return new LedFollower(PEER.toString(), number, confirmed);
    }
}
