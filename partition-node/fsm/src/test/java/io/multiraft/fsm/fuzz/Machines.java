package io.multiraft.fsm.fuzz;

import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.SnapshotFormatException;
import io.multiraft.fsm.testing.RandomLog;
import io.multiraft.fsm.testing.SmallLimits;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.LogEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** State machines with small limits, so that short inputs reach everything. */
final class Machines {

    private Machines() {}

    static PartitionStateMachine empty() {
        return new PartitionStateMachine(TestPartition.ID, SmallLimits.get());
    }

    /** The snapshot of a machine that has applied so many random entries, which are added. */
    static byte[] snapshotAfter(long seed, int count, List<LogEntry> entries) {
        PartitionStateMachine machine = empty();
        RandomLog log = new RandomLog(seed);
        for (int i = 0; i < count; i++) {
            LogEntry entry = log.next();
            log.learn(machine.apply(entry));
            entries.add(entry);
        }
        return TestPartition.bytesOf(machine.snapshot());
    }

    static byte[] snapshotAfter(long seed, int count) {
        return snapshotAfter(seed, count, new ArrayList<>());
    }

    /** A machine in the state of a snapshot that must be accepted. */
    static PartitionStateMachine restored(byte[] snapshot) {
        PartitionStateMachine machine = empty();
        try {
            machine.restore(new ByteArrayInputStream(snapshot));
        } catch (SnapshotFormatException e) {
            throw new AssertionError("a snapshot of our own is refused", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return machine;
    }
}
