package io.multiraft.fsm.determinism;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.testing.SmallLimits;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.LogEntry;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Applies a log and writes down what came of each entry: a line with the index, the fingerprint and
 * a checksum of all effects with their messages, and now and then one with that of a snapshot.
 */
public final class Replay {

    /** A file of entries, each with its length before it. */
    static final String LOG = "log";

    private static final int ENTRIES_PER_SNAPSHOT = 2_500;

    private final PartitionStateMachine machine;
    private final List<String> lines = new ArrayList<>();

    Replay(boolean smallLimits) {
        Limits limits = smallLimits ? SmallLimits.get() : Limits.defaults();
        machine = new PartitionStateMachine(TestPartition.ID, limits);
    }

    /** Arguments: the log, the file to write, whether limits are small, a {@link Fault}. */
    public static void main(String[] arguments) throws IOException {
        Replay replay = new Replay(Boolean.parseBoolean(arguments[2]));
        Fault fault = Fault.valueOf(arguments[3]);
        try (InputStream in =
                new BufferedInputStream(Files.newInputStream(Path.of(arguments[0])))) {
            LogEntry entry = LogEntry.parseDelimitedFrom(in);
            while (entry != null) {
                replay.apply(fault.in(entry));
                entry = LogEntry.parseDelimitedFrom(in);
            }
        }
        Files.write(Path.of(arguments[1]), replay.lines(), StandardCharsets.UTF_8);
    }

    List<Effect> apply(LogEntry entry) throws IOException {
        List<Effect> effects = machine.apply(entry);
        CRC32C checksum = new CRC32C();
        checksum.update(bytesOf(effects));
        lines.add(
                "index "
                        + machine.index()
                        + " fingerprint "
                        + Long.toHexString(machine.fingerprint())
                        + " effects "
                        + Long.toHexString(checksum.getValue()));
        if (lines.size() % ENTRIES_PER_SNAPSHOT == 0) {
            addSnapshot();
        }
        return effects;
    }

    /** What was written down, the snapshot after the last entry included. */
    List<String> lines() {
        addSnapshot();
        return lines;
    }

    private void addSnapshot() {
        byte[] snapshot = TestPartition.bytesOf(machine.snapshot());
        CRC32C checksum = new CRC32C();
        checksum.update(snapshot);
        lines.add(
                "snapshot of "
                        + snapshot.length
                        + " bytes "
                        + Long.toHexString(checksum.getValue()));
    }

    private static byte[] bytesOf(List<Effect> effects) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (Effect effect : effects) {
            if (effect instanceof Effect.Output output) {
                out.writeLong(output.streamId());
                out.writeLong(output.index());
                out.writeLong(output.outputSequenceNum());
                out.writeUTF(output.status() + output.message());
                output.output().writeDelimitedTo(out);
            } else {
                // A record of numbers and text, which have no other form in another process.
                out.writeUTF(effect.toString());
            }
        }
        return bytes.toByteArray();
    }
}
