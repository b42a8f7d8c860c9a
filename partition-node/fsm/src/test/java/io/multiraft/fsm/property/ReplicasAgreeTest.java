package io.multiraft.fsm.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.Snapshot;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.testing.RandomLog;
import io.multiraft.fsm.testing.SmallLimits;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.LogEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicasAgreeTest {

    private static final int ENTRIES = 1_500;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sameLogGivesSameEffectsFingerprintsAndBytes(long seed) {
        Limits limits = limits(seed);
        PartitionStateMachine one = new PartitionStateMachine(TestPartition.ID, limits);
        PartitionStateMachine other = new PartitionStateMachine(TestPartition.ID, limits);
        RandomLog log = new RandomLog(seed);

        for (int i = 0; i < ENTRIES; i++) {
            LogEntry entry = log.next();
            List<Effect> effects = one.apply(entry);
            log.learn(effects);
            assertThat(other.apply(entry)).as("seed %s, entry %s", seed, i).isEqualTo(effects);
            assertThat(other.fingerprint()).isEqualTo(one.fingerprint());
        }
        assertThat(TestPartition.bytesOf(other.snapshot()))
                .isEqualTo(TestPartition.bytesOf(one.snapshot()));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void restoredReplicaGoesOnLikeTheOneThatAppliedEverything(long seed) throws IOException {
        Limits limits = limits(seed);
        PartitionStateMachine full = new PartitionStateMachine(TestPartition.ID, limits);
        PartitionStateMachine restored = new PartitionStateMachine(TestPartition.ID, limits);
        RandomLog log = new RandomLog(seed);

        for (int i = 0; i < ENTRIES; i++) {
            if (i % 37 == 0) {
                byte[] snapshot = TestPartition.bytesOf(full.snapshot());
                restored.restore(new ByteArrayInputStream(snapshot));
                assertThat(TestPartition.bytesOf(restored.snapshot())).isEqualTo(snapshot);
            }
            LogEntry entry = log.next();
            long sessionVersion = full.sessionVersion();
            List<Effect> effects = full.apply(entry);
            log.learn(effects);
            assertThat(restored.apply(entry)).as("seed %s, entry %s", seed, i).isEqualTo(effects);
            assertSameView(full, restored);
            assertThat(full.sessionVersion() > sessionVersion)
                    .as("the version rises exactly when sessions change")
                    .isEqualTo(effects.stream().anyMatch(Effect.SessionsChanged.class::isInstance));
        }
    }

    /** Images of sessions are kept from snapshot to snapshot; none may be out of date. */
    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void snapshotsTakenBeforeDoNotShowInTheNextOne(long seed) {
        PartitionStateMachine often = new PartitionStateMachine(TestPartition.ID, limits(seed));
        PartitionStateMachine once = new PartitionStateMachine(TestPartition.ID, limits(seed));
        RandomLog log = new RandomLog(seed);

        for (int i = 0; i < ENTRIES / 5 + seed; i++) {
            LogEntry entry = log.next();
            log.learn(often.apply(entry));
            once.apply(entry);
            often.snapshot().close();
        }
        assertThat(TestPartition.bytesOf(often.snapshot()))
                .isEqualTo(TestPartition.bytesOf(once.snapshot()));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void snapshotStaysAsItWasTakenWhileEntriesAreApplied(long seed) {
        PartitionStateMachine machine = new PartitionStateMachine(TestPartition.ID, limits(seed));
        RandomLog log = new RandomLog(seed);

        for (int i = 0; i < ENTRIES / 100; i++) {
            Snapshot snapshot = machine.snapshot();
            byte[] atOnce = TestPartition.bytesOf(snapshot);
            for (int j = 0; j < 100; j++) {
                log.learn(machine.apply(log.next()));
            }
            assertThat(TestPartition.bytesOf(snapshot)).as("seed %s", seed).isEqualTo(atOnce);
            snapshot.close();
        }
    }

    @Test
    void theRandomLogsMeetEveryStatus() {
        Set<Status> met = EnumSet.noneOf(Status.class);
        for (long seed = 1; seed <= 8; seed++) {
            PartitionStateMachine machine =
                    new PartitionStateMachine(TestPartition.ID, limits(seed));
            RandomLog log = new RandomLog(seed);
            for (int i = 0; i < ENTRIES; i++) {
                List<Effect> effects = machine.apply(log.next());
                log.learn(effects);
                effects.stream()
                        .filter(Effect.Output.class::isInstance)
                        .forEach(effect -> met.add(((Effect.Output) effect).status()));
            }
        }
        assertThat(met).containsExactlyInAnyOrder(Status.values());
    }

    private static void assertSameView(PartitionStateMachine full, PartitionStateMachine restored) {
        assertThat(restored.fingerprint()).isEqualTo(full.fingerprint());
        assertThat(restored.index()).isEqualTo(full.index());
        assertThat(restored.clockMillis()).isEqualTo(full.clockMillis());
        assertThat(restored.nextDeadlineMillis()).isEqualTo(full.nextDeadlineMillis());
        assertThat(restored.sessionCount()).isEqualTo(full.sessionCount());
        assertThat(restored.sessionVersion()).isGreaterThanOrEqualTo(full.sessionVersion());
    }

    /** Every other seed runs against limits that it reaches. */
    private static Limits limits(long seed) {
        return seed % 2 == 0 ? Limits.defaults() : SmallLimits.get();
    }
}
