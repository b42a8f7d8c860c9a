package io.multiraft.sim.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.client.core.Action;
import io.multiraft.client.core.Failure;
import io.multiraft.client.core.Request;
import io.multiraft.client.core.SessionCore;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.map.v1.EventsInput;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.sim.SimulatorOptions;
import org.junit.jupiter.api.Test;

/** What becomes of commands whose attempts and answers go astray. */
class CommandTest {

    private static final String COUNTER = CounterService.TYPE + " a";
    private static final String MAP = MapService.TYPE + " m";
    private static final ByteString INCREMENT =
            CounterInput.newBuilder()
                    .setIncrement(IncrementInput.newBuilder().setDelta(1))
                    .build()
                    .toByteString();
    private static final ByteString EVENTS =
            MapInput.newBuilder()
                    .setEvents(EventsInput.getDefaultInstance())
                    .build()
                    .toByteString();

    private final ByHand world = new ByHand(SimulatorOptions.smallLimits());
    private final ByHand.Client client = world.client();

    /**
     * A stream stayed open, so the filter of every keep-alive held its number, and always as the
     * same bits. What it took for that number by chance was kept each time: one command in five,
     * until the session had as many records as it may and took no command any more.
     */
    @Test
    void recordsGoThoughAStreamStaysOpen() {
        SessionCore session = client.openSession();
        client.stream(session, MAP, EVENTS);
        client.carryAll();
        for (int i = 0; i < 100; i++) {
            long increment = client.command(session, COUNTER, INCREMENT);
            client.carryAll();
            assertThat(client.said()).contains(new Action.Complete(increment));
            client.waits(ByHand.TIMEOUT_MILLIS / 4);
            client.carryAll();
        }
    }

    /**
     * A command was refused because the session had no room for its record. The next read was to
     * see that command, of which there was no record, and waited until a keep-alive passed it.
     */
    @Test
    void aReadDoesNotWaitForACommandThatLeftNoRecord() {
        SessionCore session = client.openSession();
        int records = SimulatorOptions.smallLimits().commands().recordsPerSession();
        for (int i = 0; i < records; i++) {
            client.command(session, COUNTER, INCREMENT);
            client.carryAll();
        }
        assertThat(client.said())
                .last()
                .isInstanceOfSatisfying(
                        Action.Refuse.class,
                        refused ->
                                assertThat(refused.status()).isEqualTo(Status.UNAVAILABLE.wire()));

        client.query(session, COUNTER);

        Request.Query read = (Request.Query) client.next().request();
        long sessionId = session.lease().sessionId();
        assertThat(world.machine().isApplied(sessionId, read.lastSequenceNum())).isTrue();
    }

    /**
     * The first attempt of a command was lost on its way, the second was refused for lack of room,
     * and the client said that nothing had happened. Then the first one arrived.
     */
    @Test
    void aRefusalForLackOfRoomAfterALostAttemptIsUnknown() {
        SessionCore session = client.openSession();
        int records = SimulatorOptions.smallLimits().commands().recordsPerSession();
        for (int i = 0; i < records - 1; i++) {
            client.command(session, COUNTER, INCREMENT);
            client.carryAll();
        }
        long increment = client.command(session, COUNTER, INCREMENT);
        client.breaks(client.next());
        client.waits(100);
        client.carryAll();

        assertThat(client.said())
                .last()
                .isInstanceOfSatisfying(
                        Action.Fail.class,
                        failed -> {
                            assertThat(failed.operation()).isEqualTo(increment);
                            assertThat(failed.failure()).isEqualTo(Failure.INDETERMINATE);
                        });
    }

    /**
     * A removal was executed and its answer lost; the session expired; the next attempt was
     * answered NOT_FOUND, which was the session's. The keep-alive that was to tell found nobody,
     * and the program was told that there had been nothing to remove.
     */
    @Test
    void aRefusalThatMayBeTheSessionsIsUnknownWhenNobodyCanTell() {
        SessionCore session = client.openSession();
        client.command(session, COUNTER, INCREMENT);
        client.carryAll();
        long increment = client.command(session, COUNTER, INCREMENT);
        Action.Send first = client.next();
        world.commit(client.proposal(first));
        client.breaks(first);
        world.commit(close(session));
        client.waits(100);
        client.carry(client.next());
        for (int i = 0; i < 20; i++) {
            client.said().stream()
                    .filter(Action.Send.class::isInstance)
                    .map(Action.Send.class::cast)
                    .toList()
                    .forEach(
                            send -> {
                                client.said().remove(send);
                                client.breaks(send);
                            });
            client.waits(500);
        }

        assertThat(client.said())
                .filteredOn(Action.Fail.class::isInstance)
                .singleElement()
                .satisfies(
                        action -> {
                            Action.Fail failed = (Action.Fail) action;
                            assertThat(failed.operation()).isEqualTo(increment);
                            assertThat(failed.failure()).isEqualTo(Failure.INDETERMINATE);
                        });
    }

    /** As an operator ends it. */
    private static Proposal close(SessionCore session) {
        CloseSessionInput input =
                CloseSessionInput.newBuilder().setSessionId(session.lease().sessionId()).build();
        return Proposal.newBuilder()
                .setInput(PartitionInput.newBuilder().setCloseSession(input))
                .build();
    }
}
