package io.multiraft.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.testing.CounterInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.SmallLimits;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is exactly at a limit, in the middle of a list, or the last that is remembered. */
class BoundariesTest {

    private final TestPartition partition = new TestPartition(SmallLimits.get());
    private final long sessionId = partition.openSession();

    @Test
    void aPayloadOfTheLimitIsTakenAndOneByteMoreIsNot() {
        long counter = partition.createService(sessionId, CounterService.TYPE, "c");
        int most = SmallLimits.get().commands().payloadBytes();

        assertThat(query(counter, CounterInputs.get(), most)).isEqualTo(Status.OK);
        assertThat(query(counter, CounterInputs.get(), most + 1)).isEqualTo(Status.INVALID);
        assertThat(command(counter, CounterInputs.set(1), most)).isEqualTo(Status.OK);
        assertThat(command(counter, CounterInputs.set(1), most + 1)).isEqualTo(Status.INVALID);
    }

    @Test
    void aNameOfTheLimitIsTakenAndOneByteMoreIsNot() {
        String name = "n".repeat(SmallLimits.get().services().nameBytes());

        assertThat(create(name)).isEqualTo(Status.OK);
        assertThat(create(name + "n")).isEqualTo(Status.INVALID);
    }

    @Test
    void closingOneOfSeveralServicesLeavesTheOthers() {
        List<Long> services =
                List.of("a", "b", "c").stream()
                        .map(name -> partition.createService(sessionId, CounterService.TYPE, name))
                        .toList();
        assertThat(partition.applyOne(Proposals.closeService(sessionId, 0, services.get(1))))
                .extracting(Effect.Output::status)
                .isEqualTo(Status.OK);

        assertThat(services.stream().map(service -> query(service, CounterInputs.get(), 0)))
                .containsExactly(Status.OK, Status.NOT_FOUND, Status.OK);
        assertThat(partition.applyOne(Proposals.closeService(sessionId, 0, services.get(2))))
                .extracting(Effect.Output::status)
                .isEqualTo(Status.OK);
        assertThat(services.stream().map(service -> query(service, CounterInputs.get(), 0)))
                .containsExactly(Status.OK, Status.NOT_FOUND, Status.NOT_FOUND);
    }

    @Test
    void eightTakeoversAreRememberedAndTheOneBeforeIsNot() {
        open("");
        for (int attach = 1; attach <= 9; attach++) {
            assertThat(open("nonce" + attach)).isEqualTo(Status.OK);
        }
        assertThat(open("nonce2")).isEqualTo(Status.FORBIDDEN);
        assertThat(open("nonce1")).as("forgotten, so taken for a new one").isEqualTo(Status.OK);
        assertThat(open("nonce9")).as("not the last one any more").isEqualTo(Status.FORBIDDEN);
    }

    @Test
    void theVersionOfTheSessionsRisesWhenTheyChangeAndOnlyThen() {
        long opened = partition.machine().sessionVersion();
        long counter = partition.createService(sessionId, CounterService.TYPE, "c");
        command(counter, CounterInputs.set(1), 0);
        assertThat(partition.machine().sessionVersion()).isEqualTo(opened).isPositive();

        partition.apply(Proposals.close(partition.openSession()));
        long closed = partition.machine().sessionVersion();
        assertThat(closed).isGreaterThan(opened);

        partition.restore(partition.snapshotBytes());
        assertThat(partition.machine().sessionVersion()).isGreaterThanOrEqualTo(closed);
        partition.at(60_000).apply();
        assertThat(partition.machine().sessionCount()).isZero();
        assertThat(partition.machine().sessionVersion()).isGreaterThan(closed);
    }

    private Status open(String attachNonce) {
        SessionId id = SessionId.newBuilder().setName("n").build();
        return partition
                .applyOne(
                        Proposals.open(
                                OpenSessionInput.newBuilder()
                                        .setSession(
                                                Session.newBuilder()
                                                        .setMeta(
                                                                SessionMeta.newBuilder().setId(id)))
                                        .setAttach(!attachNonce.isEmpty())
                                        .setNonce(ByteString.copyFromUtf8(attachNonce))
                                        .build()))
                .status();
    }

    private Status create(String name) {
        return partition
                .applyOne(Proposals.create(sessionId, 0, CounterService.TYPE, "", name))
                .status();
    }

    private Status query(long service, CounterInput input, int bytes) {
        return partition.query(sessionId, service, padded(input, bytes)).status();
    }

    private Status command(long service, CounterInput input, int bytes) {
        return partition
                .applyOne(Proposals.command(sessionId, 0, service, padded(input, bytes)))
                .status();
    }

    /** The input with a field that nobody knows, which makes it so large. */
    private static ByteString padded(CounterInput input, int bytes) {
        int room = bytes - input.getSerializedSize() - 4; // Its tag and its length.
        if (room < 0) {
            return input.toByteString();
        }
        UnknownFieldSet.Field pad =
                UnknownFieldSet.Field.newBuilder()
                        .addLengthDelimited(ByteString.copyFrom(new byte[room]))
                        .build();
        ByteString padded =
                input.toBuilder()
                        .setUnknownFields(UnknownFieldSet.newBuilder().addField(1_000, pad).build())
                        .build()
                        .toByteString();
        assertThat(padded.size()).isEqualTo(bytes);
        return padded;
    }
}
