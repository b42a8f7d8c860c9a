package io.multiraft.fsm.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.session.filter.FilterBuilder;
import io.multiraft.fsm.testing.CounterInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Increments that are repeated, late and out of order, against a twin that forgets nothing. */
class ExactlyOnceModelTest {

    private static final int WINDOW = 20;

    private final TestPartition partition = new TestPartition();

    /** The first output of every number that was ever executed. */
    private final TreeMap<Long, PartitionOutput> history = new TreeMap<>();

    private final TreeSet<Long> pending = new TreeSet<>();
    private long acknowledged;
    private long sum;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyNumberIsExecutedOnceAndAnsweredAlike(long seed) {
        Random random = new Random(seed);
        long sessionId = partition.openSession();
        long serviceId = partition.createService(sessionId, CounterService.TYPE, "c");
        for (int i = 0; i < 3_000; i++) {
            long number = Math.max(1, acknowledged + random.nextInt(WINDOW) - WINDOW / 3);
            Effect.Output output =
                    partition.applyOne(
                            Proposals.counter(
                                    sessionId, number, serviceId, CounterInputs.increment(number)));
            check(number, output, "seed " + seed + ", step " + i);
            if (random.nextInt(15) == 0) {
                partition.apply(keepAlive(random, sessionId));
            }
            if (random.nextInt(50) == 0) {
                partition.restore(partition.snapshotBytes());
            }
        }
        assertThat(history.keySet()).hasSizeGreaterThan(200);
    }

    private void check(long number, Effect.Output output, String where) {
        boolean wasAcknowledged = number <= acknowledged && !pending.contains(number);
        if (output.status() == Status.CANCELED) {
            assertThat(wasAcknowledged).as(where).isTrue();
        } else if (history.containsKey(number)) {
            // A filter may hold on to a number nobody waits for; then it is answered as before.
            assertThat(output.output()).as(where).isEqualTo(history.get(number));
        } else {
            assertThat(wasAcknowledged).as(where).isFalse();
            sum += number;
            history.put(number, output.output());
            assertThat(output.status()).as(where).isEqualTo(Status.OK);
            assertThat(valueOf(output)).as(where).isEqualTo(sum);
        }
    }

    private Proposal keepAlive(Random random, long sessionId) {
        long last = Math.max(0, acknowledged + random.nextInt(WINDOW) - 3);
        TreeSet<Long> open = new TreeSet<>();
        for (long number = Math.max(1, last - WINDOW); number <= last; number++) {
            boolean mayBePending = number > acknowledged || pending.contains(number);
            if (mayBePending && history.containsKey(number) && random.nextInt(4) == 0) {
                open.add(number);
            }
        }
        pending.removeIf(number -> number <= last);
        pending.addAll(open);
        acknowledged = Math.max(acknowledged, last);
        return Proposals.keepAlive(
                KeepAliveInput.newBuilder()
                        .setSessionId(sessionId)
                        .setLastCommandSequenceNum(last)
                        .setPendingCommandsFilter(
                                FilterBuilder.containing(
                                        open.stream().mapToLong(Long::longValue).toArray()))
                        .build());
    }

    private static long valueOf(Effect.Output output) {
        try {
            return io.multiraft.proto.multiraft.counter.v1.CounterOutput.parseFrom(
                            output.output().getSessionOutput().getServiceOutput().getPayload())
                    .getIncrement()
                    .getValue();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
