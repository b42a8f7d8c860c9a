package io.multiraft.fsm.defects;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.session.filter.FilterBuilder;
import io.multiraft.fsm.testing.CounterInputs;
import io.multiraft.fsm.testing.Effects;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.Value;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that mean harm, under the limits of a real cluster, and the status each of them gets. */
class HostileCallersTest {

    /** 2^64-1, as it comes over the wire. */
    private static final long LARGEST = -1;

    private static final long THOUSAND_YEARS_SECONDS = 31_556_952_000L;
    private static final Limits LIMITS = Limits.defaults();

    private final TestPartition partition = new TestPartition();
    private final long sessionId = partition.openSession();
    private final long counter = partition.createService(sessionId, CounterService.TYPE, "c");
    private final long map = partition.createService(sessionId, MapService.TYPE, "m");

    @ParameterizedTest
    @CsvSource({
        "1, 9223372036854775808", // each of them one bit, looked at 2^63 times
        "1, 18446744073709551615",
        "1, 65",
        "1048577, 1",
        "18446744073709551615, 1",
        "0, 1",
        "1, 0"
    })
    void aFilterOfHugeOrNoSizeIsInvalid(String bits, String hashes) {
        ByteString filter = filter(bits, hashes, ByteBuffer.allocate(16).putLong(1).putLong(1));

        assertKeepAliveIsRefused(filter);
    }

    @Test
    void aFilterWithMoreDigitsThanANumberHasIsInvalid() {
        ByteString filter = filter("1", "9".repeat(100_000), ByteBuffer.allocate(16).putLong(1));

        assertKeepAliveIsRefused(filter);
    }

    @Test
    void aFilterThatSaysMoreBitsThanItHasIsInvalid() {
        assertKeepAliveIsRefused(filter("1048576", "64", ByteBuffer.allocate(16).putLong(1 << 20)));
    }

    @Test
    void theLargestFilterThatIsAllowedIsOk() {
        ByteBuffer data = ByteBuffer.allocate(8 + Limits.FILTER_BITS / 8).putLong(1 << 20);
        for (int i = 8; i < data.capacity(); i++) {
            data.put(i, (byte) -1);
        }
        partition.apply(increment(1));

        Effect.Output output = keepAlive(input(filter("1048576", "64", data), 1));

        assertThat(output.status()).isEqualTo(Status.OK);
        assertThat(partition.applyOne(increment(1)).status()).isEqualTo(Status.OK);
    }

    @Test
    void theNumberZeroIsOkAndLeavesNoRecord() {
        for (int copy = 1; copy <= 3; copy++) {
            Effect.Output output = partition.applyOne(increment(0));
            assertThat(output.status()).isEqualTo(Status.OK);
            assertThat(Effects.counter(output).getIncrement().getValue()).isEqualTo(copy);
        }
    }

    @Test
    void aNumberThatIsNegativeAsSignedOneIsInvalidAndNotExecuted() {
        assertThat(partition.applyOne(increment(LARGEST)).status()).isEqualTo(Status.INVALID);
        assertThat(partition.applyOne(increment(Long.MIN_VALUE)).status())
                .isEqualTo(Status.INVALID);
        assertThat(Effects.counter(partition.applyOne(increment(1))).getIncrement().getValue())
                .isEqualTo(1);
    }

    @Test
    void numbersFarApartAreOkAndCostNoMoreThanNumbersInARow() {
        long[] numbers = {1, 1_000_000_000_000L, Long.MAX_VALUE - 1, Long.MAX_VALUE};
        for (long number : numbers) {
            assertThat(partition.applyOne(increment(number)).status()).isEqualTo(Status.OK);
        }

        KeepAliveInput all =
                input(FilterBuilder.containing(Long.MAX_VALUE), Long.MAX_VALUE).build();
        assertThat(keepAlive(all.toBuilder()).status()).isEqualTo(Status.OK);
        assertThat(partition.applyOne(increment(2)).status()).isEqualTo(Status.CANCELED);
        assertThat(partition.applyOne(increment(Long.MAX_VALUE)).status()).isEqualTo(Status.OK);
    }

    @Test
    void acknowledgingTheLargestNumberIsInvalid() {
        assertThat(keepAlive(input(ByteString.EMPTY, LARGEST)).status()).isEqualTo(Status.INVALID);
        assertThat(partition.applyOne(increment(1)).status()).isEqualTo(Status.OK);
    }

    @ParameterizedTest
    @ValueSource(longs = {LARGEST, Long.MAX_VALUE, 0})
    void acknowledgingOutputsThatNeverWereIsOkAndTheStreamGoesOn(long lastOutput) {
        partition.apply(listen(1));
        long stream = partition.machine().index();
        KeepAliveInput.Builder input =
                input(FilterBuilder.containing(1), 1)
                        .putOutputStreamSequenceNums(1, lastOutput)
                        .putOutputStreamSequenceNums(LARGEST, LARGEST);

        assertThat(keepAlive(input).status()).isEqualTo(Status.OK);
        assertThat(Effects.outputs(partition.apply(put("k", MapInputs.value("v"))), stream))
                .singleElement()
                .extracting(Effect.Output::outputSequenceNum)
                .isEqualTo(2L);
    }

    @Test
    void aReadAfterTheLargestNumberWaitsForNothingThatCouldNotCome() {
        assertThat(partition.machine().isApplied(sessionId, LARGEST)).isTrue();
        assertThat(partition.machine().isApplied(sessionId, Long.MAX_VALUE)).isFalse();
        assertThat(partition.machine().isApplied(LARGEST, 1)).isTrue();
    }

    @Test
    void aMillionServicesInOneSessionAreUnavailable() {
        TreeMap<Status, Integer> statuses = new TreeMap<>();
        for (int entry = 0; entry < 1_000; entry++) {
            Proposal[] proposals = new Proposal[1_000];
            for (int i = 0; i < proposals.length; i++) {
                String name = entry + "-" + i;
                proposals[i] = Proposals.create(sessionId, 0, CounterService.TYPE, "", name);
            }
            for (Effect effect : partition.apply(proposals)) {
                if (effect instanceof Effect.Output output) {
                    statuses.merge(output.status(), 1, Integer::sum);
                }
            }
        }

        int most = LIMITS.services().perSession();
        assertThat(statuses)
                .containsEntry(Status.OK, most - 2)
                .containsEntry(Status.UNAVAILABLE, 1_000_000 - most + 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ff", "0a", "0aff", "0affffffff0f", "08ffffffffffffffffffff", "0b0b0b0b"})
    void aPayloadThatDoesNotParseIsInvalid(String hex) {
        ByteString payload = ByteString.fromHex(hex);

        for (long service : List.of(counter, map)) {
            assertThat(partition.applyOne(command(service, payload)).status())
                    .isEqualTo(Status.INVALID);
            assertThat(partition.query(sessionId, service, payload).status())
                    .isEqualTo(Status.INVALID);
        }
    }

    @Test
    void aPayloadThatIsNestedWithoutEndIsInvalid() {
        ByteString payload = ByteString.copyFrom(new byte[] {0x0b}).concat(repeated(0x0b, 99_999));

        assertThat(partition.applyOne(command(map, payload)).status()).isEqualTo(Status.INVALID);
    }

    @Test
    void aPayloadWithAKeyThatIsNoTextIsInvalid() {
        byte[] bytes = MapInputs.put("zz", MapInputs.value("v"), 0).toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == 'z' ? (byte) 0xff : bytes[i];
        }
        ByteString payload = ByteString.copyFrom(bytes);

        assertThat(partition.applyOne(command(map, payload)).status()).isEqualTo(Status.INVALID);
    }

    @Test
    void aPayloadOfNothingOrOfUnknownFieldsIsNotSupported() {
        for (ByteString payload : List.of(ByteString.EMPTY, ByteString.fromHex("f80701"))) {
            assertThat(partition.applyOne(command(counter, payload)).status())
                    .isEqualTo(Status.NOT_SUPPORTED);
            assertThat(partition.applyOne(command(map, payload)).status())
                    .isEqualTo(Status.NOT_SUPPORTED);
        }
    }

    @Test
    void aPayloadPastTheLimitIsInvalid() {
        ByteString payload = repeated(0, LIMITS.commands().payloadBytes() + 1);

        assertThat(partition.applyOne(command(map, payload)).status()).isEqualTo(Status.INVALID);
    }

    @Test
    void anEventsStreamThatIsNeverReadIsUnavailableInTheEnd() {
        partition.apply(listen(1));
        long stream = partition.machine().index();
        Value large = Value.newBuilder().setValue(repeated(7, 1 << 20)).build();
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            effects.addAll(partition.apply(put("k", large)));
        }

        List<Effect.Output> outputs = Effects.outputs(effects, stream);
        Effect.Output last = outputs.get(outputs.size() - 1);
        assertThat(last.status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(last.message()).contains("not acknowledged reach 33554432 bytes");
        assertThat(Effects.endedStreams(effects)).containsOnlyOnce(stream);
        assertThat(partition.applyOne(put("k", large)).status()).isEqualTo(Status.OK);
    }

    @Test
    void aKeepAliveInAnEpochThatIsNotTheSessionsIsForbidden() {
        for (long epoch : new long[] {2, LARGEST, Long.MIN_VALUE}) {
            assertThat(keepAlive(input(ByteString.EMPTY, 0).setEpoch(epoch)).status())
                    .isEqualTo(Status.FORBIDDEN);
        }
        assertThat(partition.machine().nextDeadlineMillis()).hasValue(60_000);
    }

    @Test
    void aKeepAliveForASessionThatNeverWasIsNotFound() {
        for (long id : new long[] {0, counter, map, 1_000, LARGEST, Long.MIN_VALUE}) {
            assertThat(keepAlive(input(ByteString.EMPTY, 0).setSessionId(id)).status())
                    .isEqualTo(Status.NOT_FOUND);
        }
    }

    @Test
    void aKeepAliveWithTheEpochOfAnotherSessionIsForbiddenThere() {
        long other = partition.openSession();
        partition.at(5_000);

        KeepAliveInput.Builder foreign = input(ByteString.EMPTY, 9).setSessionId(other);
        assertThat(keepAlive(foreign.setEpoch(7)).status()).isEqualTo(Status.FORBIDDEN);
        assertThat(partition.machine().isApplied(other, 9)).isFalse();
    }

    @Test
    void aCommandOnTheServiceOfAnotherSessionIsNotFound() {
        long other = partition.openSession();

        for (long service : new long[] {counter, map, 0, LARGEST}) {
            assertThat(
                            partition
                                    .applyOne(
                                            Proposals.counter(
                                                    other, 0, service, CounterInputs.set(1)))
                                    .status())
                    .isEqualTo(Status.NOT_FOUND);
        }
    }

    @Test
    void aTimeToLiveOfZeroIsOkAndNone() {
        assertThat(partition.applyOne(put("k", ttl(0, 0))).status()).isEqualTo(Status.OK);
        assertThat(partition.machine().nextDeadlineMillis()).hasValue(60_000);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0",
        "0, -1",
        "-9223372036854775808, 0",
        "9223372036854775807, 999999999",
        "315576000001, 0",
        "1, 1000000000",
        "1, -1"
    })
    void aTimeToLiveThatIsNegativeOrNotWellFormedIsInvalid(long seconds, int nanos) {
        assertThat(partition.applyOne(put("k", ttl(seconds, nanos))).status())
                .isEqualTo(Status.INVALID);
    }

    @Test
    void aTimeToLiveOfAThousandYearsIsOkAndDoesNotOverflow() {
        partition.at(1_800_000_000_000L).resume();

        Effect.Output output = partition.applyOne(put("k", ttl(THOUSAND_YEARS_SECONDS, 0)));
        partition.at(partition.nowMillis() + 3_600_000).apply();

        assertThat(output.status()).isEqualTo(Status.OK);
        assertThat(partition.machine().nextDeadlineMillis())
                .hasValue(1_800_000_000_000L + 1_000 * THOUSAND_YEARS_SECONDS);
        byte[] snapshot = partition.snapshotBytes();
        assertThat(partition.restore(snapshot).snapshotBytes()).isEqualTo(snapshot);
    }

    @Test
    void aKeyOfNoBytesIsInvalid() {
        for (MapInput input : withKey("")) {
            assertThat(partition.applyOne(Proposals.map(sessionId, 0, map, input)).status())
                    .isEqualTo(Status.INVALID);
        }
        assertThat(partition.query(sessionId, map, MapInputs.get("").toByteString()).status())
                .isEqualTo(Status.INVALID);
    }

    @Test
    void aKeyOfTheSizeLimitIsOkAndOneByteMoreIsInvalid() {
        String longest = "k".repeat(LIMITS.maps().keyBytes());

        for (MapInput input : withKey(longest)) {
            assertThat(partition.applyOne(Proposals.map(sessionId, 0, map, input)).status())
                    .isNotEqualTo(Status.INVALID);
        }
        for (MapInput input : withKey(longest + "k")) {
            assertThat(partition.applyOne(Proposals.map(sessionId, 0, map, input)).status())
                    .isEqualTo(Status.INVALID);
        }
    }

    private static List<MapInput> withKey(String key) {
        return List.of(
                MapInputs.put(key, MapInputs.value("v"), 0),
                MapInputs.update(key, MapInputs.value("v"), 0),
                MapInputs.remove(key, 0),
                MapInputs.insert(key, MapInputs.value("v")));
    }

    /** It is refused whole: the deadline stays, and so does what would have been acknowledged. */
    private void assertKeepAliveIsRefused(ByteString filter) {
        partition.apply(increment(1));
        partition.at(5_000);

        Effect.Output output = keepAlive(input(filter, 1));

        assertThat(output.status()).isEqualTo(Status.INVALID);
        assertThat(output.message()).startsWith("pending_commands_filter: ");
        assertThat(output.message().length()).isLessThan(200);
        assertThat(partition.machine().nextDeadlineMillis()).hasValue(60_000);
        assertThat(partition.applyOne(increment(1)).status()).isEqualTo(Status.OK);
    }

    private static ByteString filter(String bits, String hashes, ByteBuffer data) {
        String base64 = Base64.getUrlEncoder().encodeToString(data.array());
        return ByteString.copyFromUtf8(
                "{\"m\":" + bits + ",\"k\":" + hashes + ",\"b\":\"" + base64 + "\"}");
    }

    private static ByteString repeated(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return ByteString.copyFrom(bytes);
    }

    private static Value ttl(long seconds, int nanos) {
        Duration ttl = Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
        return Value.newBuilder().setTtl(ttl).build();
    }

    private KeepAliveInput.Builder input(ByteString filter, long last) {
        return KeepAliveInput.newBuilder()
                .setSessionId(sessionId)
                .setLastCommandSequenceNum(last)
                .setPendingCommandsFilter(filter);
    }

    private Effect.Output keepAlive(KeepAliveInput.Builder input) {
        return partition.applyOne(Proposals.keepAlive(input.build()));
    }

    private Proposal increment(long number) {
        return Proposals.counter(sessionId, number, counter, CounterInputs.increment(1));
    }

    private Proposal put(String key, Value value) {
        return Proposals.map(sessionId, 0, map, MapInputs.put(key, value, 0));
    }

    private Proposal listen(long number) {
        return Proposals.map(sessionId, number, map, MapInputs.events("", false));
    }

    private Proposal command(long service, ByteString payload) {
        return Proposals.command(sessionId, 0, service, payload);
    }
}
