package io.multiraft.fsm.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.session.filter.FilterBuilder;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.SmallLimits;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import org.junit.jupiter.api.Test;

/** Whatever was held back is given back: each test goes on until any leak has met a limit. */
class RetentionTest {

    /** What one output costs at least, times this, is above the limit of the whole partition. */
    private static final int ROUNDS = 150;

    private static final MapInput PUT = MapInputs.put("k", MapInputs.value("v"), 0);
    private static final MapInput LISTEN = MapInputs.events("", false);

    private final TestPartition partition = new TestPartition(SmallLimits.get());
    private final long sessionId = partition.openSession();
    private final long serviceId = partition.createService(sessionId, MapService.TYPE, "m");

    @Test
    void acknowledgedCommandsGiveBack() {
        for (int number = 1; number <= ROUNDS; number++) {
            assertOk(map(sessionId, number, PUT));
            keepAlive(number, ByteString.EMPTY, 0);
        }
    }

    @Test
    void acknowledgedOutputsOfACompleteCommandGiveBack() {
        for (int number = 1; number <= ROUNDS; number++) {
            assertOk(map(sessionId, number, PUT));
            keepAlive(number, FilterBuilder.containing(number), number);
            keepAlive(number, ByteString.EMPTY, 0);
        }
    }

    @Test
    void acknowledgedOutputsOfARunningCommandGiveBack() {
        assertOk(map(sessionId, 1, LISTEN));
        for (int round = 1; round <= ROUNDS; round++) {
            assertThat(partition.apply(map(sessionId, 0, PUT)))
                    .filteredOn(Effect.StreamClosed.class::isInstance)
                    .as("only that of the put ends")
                    .hasSize(1);
            keepAlive(1, FilterBuilder.containing(1), 1);
        }
    }

    @Test
    void cancelledCommandsGiveBack() {
        for (int number = 1; number <= ROUNDS; number++) {
            assertOk(map(sessionId, number, LISTEN));
            keepAlive(number, ByteString.EMPTY, 0);
        }
    }

    @Test
    void closedSessionsGiveBack() {
        for (int round = 1; round <= ROUNDS; round++) {
            long other = partition.openSession();
            partition.createService(other, MapService.TYPE, "m");
            assertOk(map(other, 1, PUT));
            assertOk(map(other, 2, LISTEN));
            partition.apply(Proposals.close(other));
        }
    }

    @Test
    void sessionsThatAreTakenOverGiveBackAndCountAnew() {
        SessionId id = SessionId.newBuilder().setName("n").build();
        OpenSessionInput.Builder open =
                OpenSessionInput.newBuilder()
                        .setSession(
                                Session.newBuilder().setMeta(SessionMeta.newBuilder().setId(id)));
        long other =
                partition
                        .applyOne(Proposals.open(open.build()))
                        .output()
                        .getOpenSession()
                        .getSessionId();
        partition.createService(other, MapService.TYPE, "m");
        for (int round = 1; round <= ROUNDS; round++) {
            Effect.Output first = assertOk(map(other, 1, PUT));
            assertThat(first.index()).as("executed anew").isEqualTo(partition.machine().index());
            assertOk(map(other, 2, LISTEN));
            partition.apply(Proposals.open(open.setAttach(true).build()));
        }
    }

    @Test
    void aClosedSessionHasNoDeadline() {
        assertThat(partition.machine().nextDeadlineMillis()).hasValue(5_000);

        partition.apply(Proposals.close(sessionId));

        assertThat(partition.machine().nextDeadlineMillis()).isEmpty();
    }

    private Effect.Output assertOk(Proposal proposal) {
        Effect.Output output = partition.applyOne(proposal);
        assertThat(output.status()).as(output.message()).isEqualTo(Status.OK);
        return output;
    }

    private Proposal map(long session, long number, MapInput input) {
        return Proposals.map(session, number, serviceId, input);
    }

    /** Acknowledges up to a number; of those in the filter all outputs of one command. */
    private void keepAlive(long last, ByteString pending, long number) {
        KeepAliveInput.Builder input =
                KeepAliveInput.newBuilder()
                        .setSessionId(sessionId)
                        .setLastCommandSequenceNum(last)
                        .setPendingCommandsFilter(pending);
        if (number != 0) {
            input.putOutputStreamSequenceNums(number, Long.MAX_VALUE);
        }
        partition.apply(Proposals.keepAlive(input.build()));
    }
}
