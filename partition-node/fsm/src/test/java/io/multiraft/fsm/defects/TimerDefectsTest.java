package io.multiraft.fsm.defects;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Durations;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.Effects;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A clock of the machine's own, or a queue of deadlines that is not in order. */
class TimerDefectsTest {

    private final TestPartition partition = new TestPartition();

    @Test
    void aDeadSessionIsNotHiddenBehindOneThatIsKeptAlive() {
        long dead = open(5_000);
        long alive = open(5_000);
        for (int millis = 1_000; millis < 5_000; millis += 1_000) {
            assertThat(partition.at(millis).apply(keepAlive(alive))).isNotEmpty();
        }

        assertThat(Effects.changedSessions(partition.at(5_000).apply())).containsExactly(dead);
        assertThat(Effects.changedSessions(partition.at(9_000).apply())).containsExactly(alive);
    }

    @Test
    void aDeadlineIsNotHeldUpByALaterOne() {
        long middle = open(20_000);
        long last = open(30_000);
        long first = open(10_000);

        assertThat(partition.machine().nextDeadlineMillis()).hasValue(10_000);
        assertThat(Effects.changedSessions(partition.at(10_000).apply())).containsExactly(first);
        assertThat(Effects.changedSessions(partition.at(20_000).apply())).containsExactly(middle);
        assertThat(Effects.changedSessions(partition.at(30_000).apply())).containsExactly(last);
    }

    @Test
    void aLongTimeToLiveDoesNotStarveAShortOne() {
        long sessionId = open(3_600_000);
        long map = partition.createService(sessionId, MapService.TYPE, "m");
        partition.apply(
                put(sessionId, map, "long", 900_000),
                put(sessionId, map, "short", 1_000),
                put(sessionId, map, "longer", 950_000));

        partition.at(1_000).apply();

        assertThat(size(sessionId, map)).isEqualTo(2);
        partition.at(900_000).apply();
        assertThat(size(sessionId, map)).isEqualTo(1);
    }

    @Test
    void timersRunOnTheLogsClockNotTheMachines() {
        long sessionId = open(5_000);

        assertThat(partition.machine().nextDeadlineMillis()).hasValue(5_000);
        assertThat(Effects.changedSessions(partition.at(4_999).apply())).isEmpty();
        assertThat(Effects.changedSessions(partition.at(5_000).apply())).containsExactly(sessionId);
    }

    @Test
    void aTimerThatFiredDoesNotLeaveTheClockAtItsDeadline() {
        open(5_000);
        partition.at(9_000).apply();

        long later = open(5_000);

        assertThat(partition.machine().clockMillis()).isEqualTo(9_000);
        assertThat(Effects.changedSessions(partition.at(13_999).apply())).isEmpty();
        assertThat(Effects.changedSessions(partition.at(14_000).apply())).containsExactly(later);
    }

    @Test
    void anExpiryDoesNotKillTheKeepAliveThatWouldHaveSavedTheSession() {
        long sessionId = open(5_000);

        assertThat(Effects.changedSessions(partition.at(5_000).apply(keepAlive(sessionId))))
                .isEmpty();
        assertThat(partition.machine().nextDeadlineMillis()).hasValue(10_000);
    }

    @Test
    void aSuccessorWithAFastClockDoesNotAgeEverySession() {
        open(5_000);
        partition.at(4_000).apply();

        List<Long> ended = Effects.changedSessions(partition.at(3_600_000).resume());

        assertThat(ended).isEmpty();
        assertThat(partition.machine().nextDeadlineMillis()).hasValue(3_605_000);
    }

    @Test
    void aSuccessorWithASlowClockDoesNotTurnTimeBack() {
        long sessionId = open(5_000);
        partition.at(3_000).apply();
        partition.at(1_000).resume();

        assertThat(partition.machine().clockMillis()).isEqualTo(3_000);
        assertThat(partition.machine().nextDeadlineMillis()).hasValue(8_000);
        assertThat(Effects.changedSessions(partition.at(8_000).apply())).containsExactly(sessionId);
    }

    @Test
    void aSessionExpiresWithoutAnyCallOfAnotherOne() {
        long sessionId = open(5_000);

        assertThat(Effects.changedSessions(partition.at(6_000).apply())).containsExactly(sessionId);
        assertThat(partition.machine().nextDeadlineMillis()).isEmpty();
    }

    private long open(long timeoutMillis) {
        OpenSessionInput input =
                OpenSessionInput.newBuilder().setTimeout(Durations.ofMillis(timeoutMillis)).build();
        return partition.applyOne(Proposals.open(input)).output().getOpenSession().getSessionId();
    }

    private static Proposal keepAlive(long sessionId) {
        return Proposals.keepAlive(KeepAliveInput.newBuilder().setSessionId(sessionId).build());
    }

    private static Proposal put(long sessionId, long map, String key, long ttlMillis) {
        return Proposals.map(
                sessionId, 0, map, MapInputs.put(key, MapInputs.value("v", ttlMillis), 0));
    }

    private int size(long sessionId, long map) {
        return partition.query(sessionId, map, MapInputs.entries().toByteString()).outputs().size();
    }
}
