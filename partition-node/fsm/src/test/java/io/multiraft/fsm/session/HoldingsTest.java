package io.multiraft.fsm.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.SessionHoldings;
import io.multiraft.fsm.SessionHoldings.HeldService;
import io.multiraft.fsm.SessionHoldings.PendingCommand;
import io.multiraft.fsm.SessionState;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import org.junit.jupiter.api.Test;

/** What is told of one session. */
class HoldingsTest {

    private static final int MOST = 100;
    private static final MapInput LISTEN = MapInputs.events("", false);
    private static final MapInput PUT = MapInputs.put("k", MapInputs.value("v"), 0);

    private final TestPartition partition = new TestPartition();
    private final long sessionId = open("worker", false);

    private long open(String name, boolean attach) {
        SessionId id = SessionId.newBuilder().setName(name).build();
        OpenSessionInput input =
                OpenSessionInput.newBuilder()
                        .setSession(
                                Session.newBuilder().setMeta(SessionMeta.newBuilder().setId(id)))
                        .setAttach(attach)
                        .build();
        return partition.applyOne(Proposals.open(input)).output().getOpenSession().getSessionId();
    }

    private SessionHoldings byName(int most) {
        return partition.machine().session(0, "worker", most).orElseThrow();
    }

    @Test
    void areItsServicesAndItsOpenCommands() {
        long counter = partition.createService(sessionId, CounterService.TYPE, "c");
        long map = partition.createService(sessionId, MapService.TYPE, "m");
        partition.applyOne(Proposals.map(sessionId, 1, map, LISTEN));
        long numbered = partition.machine().index();
        partition.applyOne(Proposals.map(sessionId, 0, map, LISTEN));
        long unnumbered = partition.machine().index();
        partition.apply(Proposals.map(sessionId, 2, map, PUT));

        SessionHoldings held = byName(MOST);

        assertThat(held.services())
                .containsExactly(
                        new HeldService(counter, CounterService.TYPE, "", "c"),
                        new HeldService(map, MapService.TYPE, "", "m"));
        assertThat(held.pendingCommands())
                .containsExactly(
                        new PendingCommand(numbered, 1, map, 2, 2),
                        new PendingCommand(unnumbered, 0, map, 2, 0));
        assertThat(partition.machine().session(sessionId, "", MOST)).hasValue(held);
    }

    @Test
    void areCutWhereTheyAreMoreThanWereAskedFor() {
        for (String name : new String[] {"a", "b", "c"}) {
            long map = partition.createService(sessionId, MapService.TYPE, name);
            partition.applyOne(Proposals.map(sessionId, 0, map, LISTEN));
        }

        SessionHoldings held = byName(2);

        assertThat(held.services()).extracting(HeldService::name).containsExactly("a", "b");
        assertThat(held.pendingCommands()).hasSize(2);
        assertThat(held.session().serviceCount()).isEqualTo(3);
        assertThat(held.session().pendingCommandCount()).isEqualTo(3);
    }

    @Test
    void ofASessionThatHasEndedAreNoneButItsLastEpochStays() {
        partition.createService(sessionId, MapService.TYPE, "m");
        open("worker", true);
        partition.apply(Proposals.close(sessionId));

        partition.restore(partition.snapshotBytes());

        SessionHoldings held = byName(MOST);
        assertThat(held.session().state()).isEqualTo(SessionState.CLOSED);
        assertThat(held.session().epoch()).isEqualTo(2);
        assertThat(held.services()).isEmpty();
    }

    @Test
    void ofANameAreThoseOfTheOpenSessionThenOfTheLastThatEnded() {
        partition.apply(Proposals.close(sessionId));
        long second = open("worker", false);
        assertThat(byName(MOST).session().sessionId()).isEqualTo(second);

        partition.apply(Proposals.close(second));
        assertThat(byName(MOST).session().sessionId()).isEqualTo(second);
        assertThat(partition.machine().session(0, "other", MOST)).isEmpty();
        assertThat(partition.machine().session(99, "", MOST)).isEmpty();
    }
}
