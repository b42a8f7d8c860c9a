package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.ratis.protocol.RaftPeerId;
import org.junit.jupiter.api.Test;

class ElectionTurnTest {

    private static final RaftPeerId A = RaftPeerId.valueOf("a");
    private static final RaftPeerId B = RaftPeerId.valueOf("b");
    private static final RaftPeerId C = RaftPeerId.valueOf("c");

    /** As Ratis lists them: in no order. */
    private static final List<RaftPeerId> VOTERS = List.of(C, A, B);

    @Test
    void followersStandOneAfterTheOtherWithTimeForAVote() {
        assertThat(turn(2, A).patience(VOTERS, C)).contains(Duration.ofMillis(900));
        assertThat(turn(2, B).patience(VOTERS, C)).contains(Duration.ofMillis(1_300));
    }

    @Test
    void anotherBeginsInEachPartition() {
        assertThat(turn(1, A).patience(VOTERS, C)).contains(Duration.ofMillis(1_300));
        assertThat(turn(1, B).patience(VOTERS, C)).contains(Duration.ofMillis(900));
    }

    @Test
    void whoLedLastIsTheLast() {
        assertThat(turn(1, C).patience(VOTERS, C)).contains(Duration.ofMillis(1_700));
    }

    @Test
    void allHaveDifferentTurnsWhereNobodyEverLed() {
        assertThat(Stream.of(A, B, C).map(self -> turn(3, self).patience(VOTERS, null)))
                .doesNotHaveDuplicates()
                .doesNotContain(Optional.empty());
    }

    @Test
    void whoIsNoVoterNeverStands() {
        assertThat(turn(1, A).patience(List.of(B, C), B)).isEmpty();
    }

    @Test
    void whoIsAloneStands() {
        assertThat(turn(1, A).patience(List.of(A), A)).contains(Duration.ofMillis(900));
        assertThat(turn(1, A).patience(List.of(A), null)).contains(Duration.ofMillis(900));
    }

    @Test
    void silenceMeansNothingRightAfterAStallOfThisProcess() {
        ElectionTurn turn = turn(2, A);
        long needed = turn.steadyNanosNeeded(turn.patience(VOTERS, C).orElseThrow());

        assertThat(turn.steadyNanos(millis(200))).isLessThan(needed);
        assertThat(turn.steadyNanos(millis(400))).isGreaterThanOrEqualTo(needed);
        assertThat(turn.steadyNanos(millis(2_000))).isLessThan(needed);
        assertThat(turn.steadyNanos(millis(2_200))).isLessThan(needed);
        assertThat(turn.steadyNanos(millis(2_400))).isGreaterThanOrEqualTo(needed);
    }

    @Test
    void turnsStayApartAfterAStallOfAllMembers() {
        ElectionTurn first = turn(2, A);
        ElectionTurn second = turn(2, B);

        assertThat(
                        second.steadyNanosNeeded(second.patience(VOTERS, C).orElseThrow())
                                - first.steadyNanosNeeded(first.patience(VOTERS, C).orElseThrow()))
                .isEqualTo(millis(400));
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static ElectionTurn turn(int partitionId, RaftPeerId self) {
        ReplicaSettings settings =
                new ReplicaSettings(
                        self.toString(),
                        "test",
                        Duration.ofMillis(600),
                        Duration.ofMillis(1_200),
                        1_000,
                        Limits.defaults(),
                        Runnable::run,
                        Runnable::run,
                        new PeerConnections(),
                        new SharedHeartbeats(self.toString(), Duration.ofMillis(600)),
                        reason -> {});
        return new ElectionTurn(partitionId, settings, 0);
    }
}
