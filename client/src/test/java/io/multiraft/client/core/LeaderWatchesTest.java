package io.multiraft.client.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LeaderWatchesTest {

    private static final Outcome ENDED =
            new Outcome.Failed(Failure.UNAVAILABLE, false, false, "the node ended the stream", "");

    private final Set<String> asked = new TreeSet<>();
    private final ClientCore core = new ClientCore(2_500, new Nodes(), () -> 0.5);
    private long nowMillis;

    private final class Nodes implements Connections {
        @Override
        public List<String> endpoints() {
            return List.of("a", "b");
        }

        @Override
        public boolean ready(String address) {
            asked.add(address);
            return true;
        }
    }

    private Action.Send watch() {
        core.holdLeader(nowMillis, 1);
        return theSend();
    }

    private List<Action.Send> sends() {
        List<Action.Send> sends = new ArrayList<>();
        for (Action action : core.takeActions()) {
            if (action instanceof Action.Send send) {
                sends.add(send);
            }
        }
        return sends;
    }

    private Action.Send theSend() {
        List<Action.Send> sends = sends();
        assertThat(sends).hasSize(1);
        return sends.get(0);
    }

    private void waitMillis(long millis) {
        nowMillis += millis;
        core.onTime(nowMillis);
    }

    private String whereACallGoes() {
        core.call(nowMillis, 1);
        return theSend().address();
    }

    @Test
    void sendTheFirstCallToTheNewLeader() {
        Action.Send watch = watch();
        assertThat(watch.request()).isEqualTo(new Request.Watch());
        assertThat(watch.timeoutMillis()).as("it has no end").isZero();

        core.onLeader(watch.callId(), watch.attempt(), 1, "b");
        core.onLeader(watch.callId(), watch.attempt(), 2, "c");

        assertThat(asked).as("a connection to it is begun at once").contains("c");
        assertThat(whereACallGoes()).isEqualTo("c");
    }

    @Test
    void keepTheLeaderTheyKnowWhenThereIsNoneOrTheNewsAreOld() {
        Action.Send watch = watch();
        core.onLeader(watch.callId(), watch.attempt(), 5, "c");
        core.onLeader(watch.callId(), watch.attempt(), 6, "");
        core.onLeader(watch.callId(), watch.attempt(), 4, "d");

        assertThat(whereACallGoes()).isEqualTo("c");
    }

    @Test
    void comeBackElsewhereAfterLongerAndLongerPauses() {
        Action.Send watch = watch();
        List<Long> pauses = new ArrayList<>();
        for (int end = 0; end < 9; end++) {
            core.onOutcome(nowMillis, watch.callId(), watch.attempt(), ENDED);
            assertThat(sends()).isEmpty();
            long pause = core.nextMillis().orElseThrow() - nowMillis;
            pauses.add(pause);
            waitMillis(pause);
            Action.Send again = theSend();
            assertThat(again.address()).isNotEqualTo(watch.address());
            watch = again;
        }

        assertThat(pauses).isSorted().startsWith(75L, 150L, 300L).endsWith(3_750L, 3_750L);
        core.onLeader(watch.callId(), watch.attempt(), 1, watch.address());
        core.onOutcome(nowMillis, watch.callId(), watch.attempt(), ENDED);
        assertThat(core.nextMillis()).as("news end the row").hasValue(nowMillis + 75);
    }

    @Test
    void areRenewedInCaseTheirConnectionIsGoneWithoutAWord() {
        Action.Send first = watch();

        waitMillis(LeaderWatches.RENEW_MILLIS);

        Action.Send second = theSend();
        core.onLeader(first.callId(), first.attempt(), 9, "late");
        core.onLeader(second.callId(), second.attempt(), 1, "c");
        assertThat(whereACallGoes()).isEqualTo("c");
    }

    @Test
    void areSharedAndEndWithTheLastThatHoldsThem() {
        Action.Send watch = watch();
        core.holdLeader(nowMillis, 1);
        assertThat(sends()).isEmpty();

        core.releaseLeader(1);
        assertThat(core.takeActions()).isEmpty();
        core.releaseLeader(1);

        assertThat(core.takeActions())
                .containsExactly(new Action.Abandon(watch.callId(), watch.attempt()));
        assertThat(core.nextMillis()).as("nothing is left to do").isEmpty();
    }

    @Test
    void leaveItToHintsWhereNoNodeServesThem() {
        Action.Send watch = watch();

        core.onOutcome(
                nowMillis,
                watch.callId(),
                watch.attempt(),
                new Outcome.Failed(Failure.INVALID, false, false, "UNIMPLEMENTED", ""));

        assertThat(core.nextMillis()).isEmpty();
        core.releaseLeader(1);
        assertThat(core.takeActions()).isEmpty();
    }
}
