package io.multiraft.fsm.defects;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.CounterInputs;
import io.multiraft.fsm.testing.Effects;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.SmallLimits;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Commands executed twice or never, and sessions that outlive their owner or leave things behind.
 */
class SessionDefectsTest {

    private final TestPartition partition = new TestPartition();
    private final long sessionId = partition.openSession();

    @Test
    void aRetriedCommandIsNotExecutedTwice() {
        long counter = partition.createService(sessionId, CounterService.TYPE, "c");

        for (int copy = 0; copy < 3; copy++) {
            Effect.Output answer = increment(counter, 1);
            assertThat(Effects.counter(answer).getIncrement().getValue()).isEqualTo(1);
        }
    }

    @Test
    void aPurgedNumberIsNotExecutedAgain() {
        long counter = partition.createService(sessionId, CounterService.TYPE, "c");
        increment(counter, 1);
        partition.apply(keepAlive(1));

        assertThat(increment(counter, 1).status()).isEqualTo(Status.CANCELED);
        assertThat(Effects.counter(increment(counter, 2)).getIncrement().getValue()).isEqualTo(2);
    }

    @Test
    void repeatingACancelledCommandDoesNotLeaveTheCallerHanging() {
        long map = partition.createService(sessionId, MapService.TYPE, "m");
        Proposal listen = Proposals.map(sessionId, 1, map, MapInputs.events("", false));
        partition.apply(listen);
        partition.apply(keepAlive(1));

        List<Effect> effects = partition.apply(listen);

        long stream = partition.machine().index();
        assertThat(Effects.outputs(effects, stream))
                .singleElement()
                .extracting(Effect.Output::status)
                .isEqualTo(Status.CANCELED);
        assertThat(Effects.endedStreams(effects)).containsExactly(stream);
    }

    @Test
    void openingAgainDoesNotLeakASession() {
        OpenSessionInput input =
                OpenSessionInput.newBuilder().setNonce(ByteString.copyFromUtf8("n")).build();
        Effect.Output first = partition.applyOne(Proposals.open(input));
        int count = partition.machine().sessionCount();

        Effect.Output second = partition.applyOne(Proposals.open(input));

        assertThat(second.output()).isEqualTo(first.output());
        assertThat(partition.machine().sessionCount()).isEqualTo(count);
    }

    @Test
    void theNumbersOfCreateAndCloseDoNotStayOpenForEver() {
        Proposal create = Proposals.create(sessionId, 1, CounterService.TYPE, "", "c");
        long counter =
                partition
                        .applyOne(create)
                        .output()
                        .getSessionOutput()
                        .getCreateService()
                        .getServiceId();
        Proposal close = Proposals.closeService(sessionId, 2, counter);
        partition.apply(close);
        partition.apply(keepAlive(2));

        assertThat(partition.applyOne(create).status()).isEqualTo(Status.CANCELED);
        assertThat(partition.applyOne(close).status()).isEqualTo(Status.CANCELED);
    }

    @Test
    void aNumberThatIsNeverSentDoesNotStopTheAcknowledging() {
        TestPartition small = new TestPartition(SmallLimits.get());
        long id = small.openSession();
        long counter = small.createService(id, CounterService.TYPE, "c");
        int records = SmallLimits.get().commands().recordsPerSession();
        for (int number = 2; number < 10 * records; number++) {
            Effect.Output output =
                    small.applyOne(
                            Proposals.counter(id, number, counter, CounterInputs.increment(1)));
            assertThat(output.status()).isEqualTo(Status.OK);
            small.apply(
                    Proposals.keepAlive(
                            KeepAliveInput.newBuilder()
                                    .setSessionId(id)
                                    .setLastCommandSequenceNum(number)
                                    .build()));
        }
    }

    @Test
    void theEndOfASessionDoesNotLeakItsEventStreams() {
        long map = partition.createService(sessionId, MapService.TYPE, "m");
        partition.apply(Proposals.map(sessionId, 1, map, MapInputs.events("", false)));
        long stream = partition.machine().index();
        long other = partition.openSession();
        partition.createService(other, MapService.TYPE, "m");

        List<Effect> closing = partition.apply(Proposals.close(sessionId));
        List<Effect> after =
                partition.apply(
                        Proposals.map(other, 1, map, MapInputs.put("k", MapInputs.value("v"), 0)));

        assertThat(Effects.endedStreams(closing)).contains(stream);
        assertThat(Effects.outputs(after, stream)).isEmpty();
        byte[] snapshot = partition.snapshotBytes();
        assertThat(partition.restore(snapshot).snapshotBytes()).isEqualTo(snapshot);
    }

    @Test
    void aFailedSessionDoesNotTakeBackWhatItsSuccessorHolds() {
        long old = openNamed("holder", false);
        long map = partition.createService(old, MapService.TYPE, "m");
        partition.apply(Proposals.close(old));
        long next = openNamed("holder", false);
        partition.createService(next, MapService.TYPE, "m");
        partition.apply(Proposals.map(next, 1, map, MapInputs.events("", false)));
        long stream = partition.machine().index();

        assertThat(partition.applyOne(Proposals.close(old)).status()).isEqualTo(Status.NOT_FOUND);
        List<Effect> past = partition.at(59_999).apply(keepAlive(next, 0));

        assertThat(Effects.endedStreams(past)).doesNotContain(stream);
        assertThat(Effects.changedSessions(partition.at(60_001).apply()))
                .containsExactly(sessionId);
    }

    @Test
    void whoKnowsOnlyTheIdOfATakenOverSessionDoesNotOwnIt() {
        long id = openNamed("owned", false);
        openNamed("owned", true);

        Proposal close = Proposals.close(id).toBuilder().setEpoch(1).build();
        Proposal keep = keepAlive(id, 5).toBuilder().setEpoch(1).build();

        assertThat(partition.applyOne(close).status()).isEqualTo(Status.FORBIDDEN);
        assertThat(partition.applyOne(keep).status()).isEqualTo(Status.FORBIDDEN);
        assertThat(partition.machine().isApplied(id, 1)).isFalse();
    }

    @Test
    void aTypeThatDoesNotMatchTheNameIsNotIgnored() {
        long counter = partition.createService(sessionId, CounterService.TYPE, "n");

        Effect.Output output =
                partition.applyOne(Proposals.create(sessionId, 0, MapService.TYPE, "", "n"));

        assertThat(output.status()).isEqualTo(Status.ALREADY_EXISTS);
        assertThat(output.message()).contains("exists with type " + CounterService.TYPE);
        assertThat(increment(counter, 1).status()).isEqualTo(Status.OK);
    }

    @Test
    void aTypeThatIsNotKnownDoesNotStopTheReplica() {
        Effect.Output output = partition.applyOne(Proposals.create(sessionId, 1, "", "", "n"));

        assertThat(output.status()).isEqualTo(Status.NOT_SUPPORTED);
        assertThat(partition.openSession()).isPositive();
    }

    @Test
    void creatingAnAttachedServiceAgainDoesNotAttachTwice() {
        long counter = partition.createService(sessionId, CounterService.TYPE, "c");
        partition.createService(sessionId, CounterService.TYPE, "c");

        partition.apply(Proposals.closeService(sessionId, 0, counter));

        assertThat(increment(counter, 1).status()).isEqualTo(Status.NOT_FOUND);
    }

    private Effect.Output increment(long counter, long number) {
        return partition.applyOne(
                Proposals.counter(sessionId, number, counter, CounterInputs.increment(1)));
    }

    private long openNamed(String name, boolean attach) {
        SessionMeta meta =
                SessionMeta.newBuilder().setId(SessionId.newBuilder().setName(name)).build();
        OpenSessionInput input =
                OpenSessionInput.newBuilder()
                        .setSession(Session.newBuilder().setMeta(meta))
                        .setAttach(attach)
                        .build();
        return partition.applyOne(Proposals.open(input)).output().getOpenSession().getSessionId();
    }

    private Proposal keepAlive(long last) {
        return keepAlive(sessionId, last);
    }

    private static Proposal keepAlive(long id, long last) {
        return Proposals.keepAlive(
                KeepAliveInput.newBuilder()
                        .setSessionId(id)
                        .setLastCommandSequenceNum(last)
                        .build());
    }
}
