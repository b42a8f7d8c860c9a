package io.multiraft.fsm.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.Effects;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.SmallLimits;
import io.multiraft.fsm.testing.TestPartition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a deadline causes counts as its work, of which an entry does three here. */
class DeadlineWorkTest {

    private static final long LATER = 60_000;

    private final TestPartition partition = new TestPartition(SmallLimits.get());

    @Test
    void aSessionIsOnePieceOfWork() {
        for (int i = 0; i < 4; i++) {
            partition.openSession();
        }
        assertThat(Effects.changedSessions(expire())).containsExactly(1L, 2L, 3L);
        assertThat(Effects.changedSessions(expire())).containsExactly(4L);
    }

    @Test
    void eachServiceThatASessionLeavesIsAnother() {
        long first = partition.openSession();
        long second = partition.openSession();
        for (long session : List.of(first, second)) {
            for (String name : List.of("a", "b")) {
                partition.createService(session, CounterService.TYPE, name);
            }
        }
        assertThat(Effects.changedSessions(expire())).containsExactly(first);
        assertThat(Effects.changedSessions(expire())).containsExactly(second);
    }

    @Test
    void eachStreamThatItEndsIsAnother() {
        long first = partition.openSession();
        long second = partition.openSession();
        for (long session : List.of(first, second)) {
            long map = partition.createService(session, MapService.TYPE, "m");
            partition.apply(Proposals.map(session, 1, map, MapInputs.events("", false)));
        }
        assertThat(Effects.changedSessions(expire())).containsExactly(first);
        assertThat(Effects.changedSessions(expire())).containsExactly(second);
    }

    @Test
    void eachEventThatAnEntryOfAMapCausesIsAnother() {
        Limits small = SmallLimits.get();
        long session = partition.openSession();
        long map = partition.createService(session, MapService.TYPE, "m");
        partition.apply(Proposals.map(session, 0, map, MapInputs.events("", false)));
        for (String key : List.of("a", "b", "c")) {
            var value = MapInputs.value("v", 10);
            partition.apply(Proposals.map(session, 0, map, MapInputs.put(key, value, 0)));
        }
        assertThat(small.timersPerEntry()).isEqualTo(3);

        partition.at(10);

        assertThat(partition.apply()).as("two entries and an event of each").hasSize(2);
        assertThat(partition.apply()).hasSize(1);
    }

    private List<Effect> expire() {
        return partition.at(LATER).apply();
    }
}
