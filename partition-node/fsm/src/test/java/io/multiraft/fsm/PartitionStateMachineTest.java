package io.multiraft.fsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.CounterInputs;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.SmallLimits;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.Value;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.proto.multiraft.v1.SessionInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionStateMachineTest {

    private final TestPartition partition = new TestPartition();

    @Test
    void isNothingBeforeTheFirstEntry() {
        PartitionStateMachine machine = partition.machine();

        assertThat(machine.index()).isZero();
        assertThat(machine.clockMillis()).isZero();
        assertThat(machine.nextDeadlineMillis()).isEmpty();
        assertThat(machine.sessionCount()).isZero();
        assertThat(machine.sessions(SessionSelection.all(), 10)).isEmpty();
        assertThat(machine.isApplied(1, 1)).isTrue();
    }

    @Test
    void anInputThisVersionDoesNotKnowStopsTheReplica() {
        Proposal unknown = Proposal.getDefaultInstance();

        assertThatThrownBy(() -> partition.apply(unknown))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("invariant violated: proposal 1 has no input that this version knows");
    }

    @Test
    void aSessionInputThisVersionDoesNotKnowStopsTheReplica() {
        long sessionId = partition.openSession();
        Proposal unknown =
                Proposal.newBuilder()
                        .setInput(
                                PartitionInput.newBuilder()
                                        .setSessionInput(
                                                SessionInput.newBuilder().setSessionId(sessionId)))
                        .build();

        assertThatThrownBy(() -> partition.apply(unknown))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("proposal 2 has no session input");
    }

    @Test
    void aPayloadThatDoesNotParseIsTheCallersMistakeAndChangesNothing() {
        long sessionId = partition.openSession();
        long counter = partition.createService(sessionId, CounterService.TYPE, "c");
        long map = partition.createService(sessionId, MapService.TYPE, "m");
        ByteString nonsense = ByteString.copyFromUtf8("\u0007nonsense");

        for (long service : List.of(counter, map)) {
            Effect.Output output =
                    partition.applyOne(Proposals.command(sessionId, 0, service, nonsense));
            assertThat(output.status()).isEqualTo(Status.INVALID);
            assertThat(output.message()).startsWith("the payload is not a ");
            QueryResult result = partition.query(sessionId, service, nonsense);
            assertThat(result.status()).isEqualTo(Status.INVALID);
            assertThat(result.outputs()).isEmpty();
        }
    }

    @Test
    void aPayloadThatIsTooLongIsRefusedUnread() {
        TestPartition small = new TestPartition(SmallLimits.get());
        long sessionId = small.openSession();
        long counter = small.createService(sessionId, CounterService.TYPE, "c");
        ByteString tooLong = ByteString.copyFrom(new byte[513]);

        assertThat(small.applyOne(Proposals.command(sessionId, 0, counter, tooLong)).message())
                .isEqualTo("payload has 513 bytes; it must have 512 at most");
        assertThat(small.query(sessionId, counter, tooLong).message())
                .isEqualTo("payload has 513 bytes; it must have 512 at most");
    }

    @Test
    void whatAMapCannotTakeIsInvalid() {
        long sessionId = partition.openSession();
        long map = partition.createService(sessionId, MapService.TYPE, "m");
        PutInput noValue = PutInput.newBuilder().setKey("k").build();
        Value negative = Value.newBuilder().setTtl(Duration.newBuilder().setSeconds(-1)).build();

        assertThat(message(sessionId, map, MapInput.newBuilder().setPut(noValue).build()))
                .isEqualTo("value is missing; an empty one must be sent as such");
        assertThat(message(sessionId, map, MapInputs.insert("k", negative)))
                .startsWith("ttl is -1 s 0 ns; it must be 0 to");
        assertThat(message(sessionId, map, MapInputs.put("", MapInputs.value("v"), 0)))
                .isEqualTo("key is empty; an entry must have one");
        assertThat(message(sessionId, map, MapInputs.put("k", Value.getDefaultInstance(), 0)))
                .isEmpty();
    }

    @Test
    void aDeadlineOfAKindThatIsNotKnownIsRefused() {
        OpenSessionInput input = OpenSessionInput.newBuilder().setDeadlineValue(7).build();

        Effect.Output output = partition.applyOne(Proposals.open(input));

        assertThat(output.status()).isEqualTo(Status.INVALID);
        assertThat(output.message()).startsWith("deadline is 7; it must be TIMEOUT");
    }

    @Test
    void queriesChangeNothing() {
        long sessionId = partition.openSession();
        long counter = partition.createService(sessionId, CounterService.TYPE, "c");
        byte[] before = partition.snapshotBytes();

        partition.query(sessionId, counter, CounterInputs.get().toByteString());
        partition.query(sessionId, counter, CounterInputs.set(5).toByteString());

        assertThat(partition.snapshotBytes()).isEqualTo(before);
    }

    @Test
    void theFingerprintTellsDifferentHistoriesApart() {
        PartitionStateMachine one = new PartitionStateMachine(1, Limits.defaults());
        PartitionStateMachine other = new PartitionStateMachine(1, Limits.defaults());
        one.apply(LogEntry.newBuilder().setTimestampMillis(1).build());
        other.apply(LogEntry.newBuilder().setTimestampMillis(2).build());

        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    }

    @Test
    void aKeyOfManyBytesIsMeasuredInBytes() {
        TestPartition small = new TestPartition(SmallLimits.get());
        long sessionId = small.openSession();
        long map = small.createService(sessionId, MapService.TYPE, "m");
        MapInput threeCharacters = MapInputs.put("€€€", MapInputs.value("v"), 0);

        assertThat(small.applyOne(Proposals.map(sessionId, 0, map, threeCharacters)).message())
                .isEqualTo("key has 9 bytes; it must have 8 at most");
    }

    private String message(long sessionId, long map, MapInput input) {
        Effect.Output output = partition.applyOne(Proposals.map(sessionId, 0, map, input));
        assertThat(output.status())
                .isEqualTo(output.message().isEmpty() ? Status.OK : Status.INVALID);
        return output.message();
    }
}
