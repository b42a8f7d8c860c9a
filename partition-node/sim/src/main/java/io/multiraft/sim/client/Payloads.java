package io.multiraft.sim.client;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Durations;
import io.multiraft.proto.multiraft.counter.v1.CompareAndSetInput;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.SetInput;
import io.multiraft.proto.multiraft.map.v1.ClearInput;
import io.multiraft.proto.multiraft.map.v1.EntriesInput;
import io.multiraft.proto.multiraft.map.v1.EventsInput;
import io.multiraft.proto.multiraft.map.v1.GetInput;
import io.multiraft.proto.multiraft.map.v1.InsertInput;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.RemoveInput;
import io.multiraft.proto.multiraft.map.v1.SizeInput;
import io.multiraft.proto.multiraft.map.v1.UpdateInput;
import io.multiraft.proto.multiraft.map.v1.Value;
import java.util.Random;

/** Payloads for counters and maps; few keys, so that clients race. */
final class Payloads {

    private static final int KEYS = 5;

    private Payloads() {}

    static ByteString counterCommand(Random random) {
        CounterInput.Builder input = CounterInput.newBuilder();
        switch (random.nextInt(4)) {
            case 0 -> input.setSet(SetInput.newBuilder().setValue(random.nextInt(10)));
            case 1 ->
                    input.setCompareAndSet(
                            CompareAndSetInput.newBuilder()
                                    .setCompare(random.nextInt(10))
                                    .setUpdate(random.nextInt(10)));
            default ->
                    input.setIncrement(IncrementInput.newBuilder().setDelta(1 + random.nextInt(9)));
        }
        return input.build().toByteString();
    }

    static ByteString counterQuery() {
        return CounterInput.newBuilder()
                .setGet(io.multiraft.proto.multiraft.counter.v1.GetInput.getDefaultInstance())
                .build()
                .toByteString();
    }

    static ByteString put(Random random) {
        return MapInput.newBuilder()
                .setPut(PutInput.newBuilder().setKey(key(random)).setValue(value(random)))
                .build()
                .toByteString();
    }

    static ByteString mapCommand(Random random) {
        MapInput.Builder input = MapInput.newBuilder();
        switch (random.nextInt(12)) {
            case 0, 1 ->
                    input.setInsert(
                            InsertInput.newBuilder().setKey(key(random)).setValue(value(random)));
            case 2 ->
                    input.setUpdate(
                            UpdateInput.newBuilder()
                                    .setKey(key(random))
                                    .setValue(value(random))
                                    .setIndex(random.nextInt(3)));
            case 3, 4 -> input.setRemove(RemoveInput.newBuilder().setKey(key(random)));
            case 5 -> input.setClear(ClearInput.getDefaultInstance());
            default -> {
                return put(random);
            }
        }
        return input.build().toByteString();
    }

    static ByteString mapQuery(Random random) {
        MapInput.Builder input = MapInput.newBuilder();
        switch (random.nextInt(3)) {
            case 0 -> input.setSize(SizeInput.getDefaultInstance());
            case 1 -> input.setEntries(EntriesInput.getDefaultInstance());
            default -> input.setGet(GetInput.newBuilder().setKey(key(random)));
        }
        return input.build().toByteString();
    }

    static ByteString events(Random random) {
        return MapInput.newBuilder()
                .setEvents(
                        EventsInput.newBuilder()
                                .setKey(random.nextBoolean() ? "" : key(random))
                                .setReplay(random.nextBoolean()))
                .build()
                .toByteString();
    }

    /** What no service takes as a command. */
    static ByteString invalid(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> ByteString.copyFromUtf8("nonsense");
            case 1 -> counterQuery();
            case 2 ->
                    CounterInput.newBuilder()
                            .setIncrement(IncrementInput.newBuilder().setDelta(Long.MAX_VALUE))
                            .build()
                            .toByteString();
            default -> ByteString.EMPTY;
        };
    }

    private static String key(Random random) {
        return "key" + random.nextInt(KEYS);
    }

    private static Value value(Random random) {
        Value.Builder value =
                Value.newBuilder().setValue(ByteString.copyFromUtf8("v" + random.nextInt(1_000)));
        if (random.nextInt(4) == 0) {
            value.setTtl(Durations.ofMillis(1 + random.nextInt(4_000)));
        }
        return value.build();
    }
}
