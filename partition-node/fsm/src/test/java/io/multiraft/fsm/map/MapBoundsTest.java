package io.multiraft.fsm.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.snapshot.FrameReader;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.SmallLimits;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.SnapshotFrame;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.Value;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds hold for every way to write, and what is exactly as large as they say is taken. */
class MapBoundsTest {

    private static final int MOST = SmallLimits.get().maps().valueBytes();

    private TestPartition partition = new TestPartition(SmallLimits.get());
    private long sessionId = partition.openSession();
    private long serviceId = partition.createService(sessionId, MapService.TYPE, "m");

    @ParameterizedTest
    @ValueSource(longs = {0, 5_000})
    void everyWriteLooksAtTheSizeOfItsValue(long ttlMillis) {
        List<Function<Value, MapInput>> writes =
                List.of(
                        value -> MapInputs.put("put", value, 0),
                        value -> MapInputs.insert("insert", value),
                        value -> MapInputs.update("put", value, 0));
        for (Function<Value, MapInput> write : writes) {
            assertThat(apply(write.apply(value(MOST + 1, ttlMillis))).message())
                    .isEqualTo("value has 17 bytes; it must have 16 at most");
            assertThat(apply(write.apply(value(MOST, ttlMillis))).status()).isEqualTo(Status.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5_000})
    void aPutLooksAtItsVersion(long ttlMillis) {
        apply(MapInputs.put("k", value(1, 0), 0));

        Effect.Output output = apply(MapInputs.put("k", value(2, ttlMillis), 2));

        assertThat(output.status()).isEqualTo(Status.CONFLICT);
        assertThat(output.message())
                .isEqualTo("key \"k\" is at version 3, not at version 2 as expected");
    }

    @Test
    void aReplayMayBeAsLongAsAStreamMayHoldBack() {
        Limits.Commands commands = SmallLimits.get().commands();
        int entries = commands.outputsPerCommand() - 1;
        Limits small = SmallLimits.get();
        Limits limits =
                new Limits(
                        small.sessions(),
                        commands,
                        small.services(),
                        new Limits.Maps(entries + 1, 8, 16),
                        3);
        partition = new TestPartition(limits);
        sessionId = partition.openSession();
        serviceId = partition.createService(sessionId, MapService.TYPE, "m");
        for (int i = 0; i < entries; i++) {
            apply(MapInputs.put("k" + i, value(1, 0), 0));
        }
        assertThat(apply(MapInputs.events("", true)).status()).isEqualTo(Status.OK);

        apply(MapInputs.put("more", value(1, 0), 0));
        Effect.Output refused = apply(MapInputs.events("", true));

        assertThat(refused.status()).isEqualTo(Status.INVALID);
        assertThat(refused.message()).startsWith("a replay of 6 entries; the most are 5");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5_000})
    void aLargeMapIsWrittenInPartsNoneOfThemEmpty(long ttlMillis) throws Exception {
        partition = new TestPartition();
        sessionId = partition.openSession();
        serviceId = partition.createService(sessionId, MapService.TYPE, "m");
        for (int i = 0; i < 100; i++) {
            apply(MapInputs.put("k" + i, value(10_000, ttlMillis), 0));
        }

        List<Integer> parts = new ArrayList<>();
        FrameReader reader = new FrameReader(new ByteArrayInputStream(partition.snapshotBytes()));
        for (SnapshotFrame frame = reader.read(); !frame.hasTrailer(); frame = reader.read()) {
            if (frame.hasServiceData()) {
                parts.add(frame.getServiceData().getData().size());
            }
        }

        assertThat(parts).hasSizeGreaterThan(10).allMatch(size -> size > 0 && size < 100_000);
    }

    private Effect.Output apply(MapInput input) {
        return partition.applyOne(Proposals.map(sessionId, 0, serviceId, input));
    }

    private static Value value(int bytes, long ttlMillis) {
        String text = "v".repeat(bytes);
        return ttlMillis == 0 ? MapInputs.value(text) : MapInputs.value(text, ttlMillis);
    }
}
