package io.multiraft.fsm.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.LogEntry;
import java.util.Arrays;
import java.util.List;

/**
 * A committed entry, applied to a partition in which much goes on. It is applied, by every replica
 * alike, or stops the replica because it has an input that this version does not know.
 */
public final class LogEntryTarget {

    /** The entries of the corpus go on from here. */
    static final long SEED = 2;

    static final int ENTRIES_BEFORE = 200;

    private static final byte[] BEFORE = Machines.snapshotAfter(SEED, ENTRIES_BEFORE);
    private static final long HOUR_MILLIS = 3_600_000;

    private LogEntryTarget() {}

    /** Called once before the first input, whose time is bounded: makes the state before. */
    public static void fuzzerInitialize() {
        isApplied(new byte[0]);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        isApplied(input);
    }

    static boolean isApplied(byte[] input) {
        LogEntry entry;
        try {
            entry = LogEntry.parseFrom(input);
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
        PartitionStateMachine one = Machines.restored(BEFORE);
        List<Effect> effects;
        try {
            effects = one.apply(entry);
        } catch (IllegalStateException e) {
            if (e.getMessage().endsWith("input that this version knows")) {
                return false;
            }
            throw e;
        }
        PartitionStateMachine other = Machines.restored(BEFORE);
        Expect.that(other.apply(entry).equals(effects), "two replicas have the same effects");
        Expect.that(other.fingerprint() == one.fingerprint(), "two fingerprints agree");
        expectToGoOn(one);
        return true;
    }

    /** A replica restored from a snapshot is that which wrote it, and time goes on for both. */
    private static void expectToGoOn(PartitionStateMachine machine) {
        byte[] snapshot = TestPartition.bytesOf(machine.snapshot());
        PartitionStateMachine restored = Machines.restored(snapshot);
        Expect.that(
                Arrays.equals(TestPartition.bytesOf(restored.snapshot()), snapshot),
                "restore(snapshot(s)) is s");
        for (boolean resume : new boolean[] {true, false}) {
            LogEntry tick =
                    LogEntry.newBuilder()
                            .setTimestampMillis(machine.clockMillis() + HOUR_MILLIS)
                            .setResume(resume)
                            .build();
            Expect.that(
                    restored.apply(tick).equals(machine.apply(tick)),
                    "the restored replica goes on alike");
        }
    }
}
