package io.multiraft.fsm.defects;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.fsm.SessionState;
import io.multiraft.fsm.SessionView;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.Effects;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.SmallLimits;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables, queues and streams that grow for as long as somebody feeds them. */
class BoundsDefectsTest {

    private static final Limits LIMITS = SmallLimits.get();
    private static final int MANY = 100;

    private final TestPartition partition = new TestPartition(LIMITS);
    private final long sessionId = partition.openSession();
    private final long map = partition.createService(sessionId, MapService.TYPE, "m");

    @Test
    void theRecordsOfCommandsAreNotUnbounded() {
        List<Status> statuses = new ArrayList<>();
        for (int number = 1; number <= MANY; number++) {
            statuses.add(put(number, "k").status());
        }

        assertThat(statuses.stream().filter(Status.OK::equals))
                .hasSize(LIMITS.commands().recordsPerSession());
        assertThat(statuses.get(MANY - 1)).isEqualTo(Status.UNAVAILABLE);
    }

    @Test
    void theOutputsOfAStreamThatNobodyReadsAreNotUnbounded() {
        partition.apply(Proposals.map(sessionId, 1, map, MapInputs.events("", false)));
        long stream = partition.machine().index();
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            effects.addAll(
                    partition.apply(
                            Proposals.map(
                                    sessionId,
                                    0,
                                    map,
                                    MapInputs.put("k", MapInputs.value("v"), 0))));
        }

        List<Effect.Output> outputs = Effects.outputs(effects, stream);
        assertThat(outputs).hasSize(LIMITS.commands().outputsPerCommand());
        assertThat(outputs.get(outputs.size() - 1).status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(Effects.endedStreams(effects)).containsOnlyOnce(stream);
    }

    @Test
    void theStreamsOfCallersThatWentAwayAreNotUnbounded() {
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            effects.addAll(
                    partition.apply(Proposals.map(sessionId, 0, map, MapInputs.events("", false))));
        }

        int most = LIMITS.commands().untrackedStreamsPerSession();
        assertThat(Effects.ends(effects))
                .hasSize(MANY - most)
                .allMatch(end -> end.status() == Status.CANCELED);
        assertThat(onlyView().pendingCommandCount()).isEqualTo(most);
    }

    @Test
    void sessionsAreNotUnbounded() {
        List<Status> statuses = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            statuses.add(
                    partition
                            .applyOne(Proposals.open(OpenSessionInput.getDefaultInstance()))
                            .status());
        }

        assertThat(partition.machine().sessionCount()).isEqualTo(LIMITS.sessions().open());
        assertThat(statuses.get(MANY - 1)).isEqualTo(Status.UNAVAILABLE);
    }

    @Test
    void theMemoryOfEndedSessionsIsNotUnbounded() {
        for (int i = 0; i < MANY; i++) {
            partition.apply(Proposals.close(partition.openSession()));
        }

        assertThat(partition.machine().sessions(SessionSelection.all(), MANY))
                .filteredOn(view -> view.state() == SessionState.CLOSED)
                .hasSize(LIMITS.sessions().remembered());
    }

    @Test
    void servicesAreNotUnbounded() {
        int made = 1;
        for (int i = 0; i < MANY; i++) {
            long other = i % 2 == 0 ? sessionId : partition.openSession();
            Effect.Output output =
                    partition.applyOne(Proposals.create(other, 0, MapService.TYPE, "", "m" + i));
            made += output.status() == Status.OK ? 1 : 0;
            if (other != sessionId) {
                partition.apply(Proposals.close(other));
            }
        }

        assertThat(made).isEqualTo(LIMITS.services().count());
        assertThat(onlyView().serviceCount()).isLessThanOrEqualTo(LIMITS.services().perSession());
    }

    @Test
    void theEntriesOfAMapAreNotUnbounded() {
        for (int i = 0; i < MANY; i++) {
            put(0, "k" + i);
        }

        assertThat(partition.query(sessionId, map, MapInputs.entries().toByteString()).outputs())
                .hasSize(LIMITS.maps().entries());
    }

    private SessionView onlyView() {
        return partition.machine().sessions(SessionSelection.all(), 1).get(0);
    }

    private Effect.Output put(long number, String key) {
        return partition.applyOne(
                Proposals.map(sessionId, number, map, MapInputs.put(key, MapInputs.value("v"), 0)));
    }
}
