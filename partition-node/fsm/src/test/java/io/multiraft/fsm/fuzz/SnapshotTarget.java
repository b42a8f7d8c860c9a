package io.multiraft.fsm.fuzz;

import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.SnapshotFormatException;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.LogEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Bytes that are to be restored, as they come and once more with right checksums, which no fuzzer
 * would find. They are refused as a whole, or are a state that can be written and restored again
 * and in which time can go on.
 */
public final class SnapshotTarget {

    private static final int HEAD_BYTES = 8;
    private static final long DAY_MILLIS = 86_400_000;

    private SnapshotTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        isRestored(input);
        isRestored(withRightChecksums(input));
    }

    static boolean isRestored(byte[] input) {
        PartitionStateMachine machine = Machines.empty();
        try {
            machine.restore(new ByteArrayInputStream(input));
        } catch (SnapshotFormatException e) {
            Expect.that(machine.index() == 0, "nothing is left of a refused snapshot");
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] snapshot = TestPartition.bytesOf(machine.snapshot());
        PartitionStateMachine again = Machines.restored(snapshot);
        Expect.that(
                Arrays.equals(TestPartition.bytesOf(again.snapshot()), snapshot),
                "restore(snapshot(s)) is s");
        for (int i = 0; i < 10; i++) {
            LogEntry tick =
                    LogEntry.newBuilder()
                            .setTimestampMillis(machine.clockMillis() + DAY_MILLIS)
                            .setResume(i == 0)
                            .build();
            Expect.that(machine.apply(tick).equals(again.apply(tick)), "time goes on alike");
        }
        return true;
    }

    /** The frames as far as their lengths make sense, each with the checksum of its bytes. */
    static byte[] withRightChecksums(byte[] input) {
        byte[] mended = input.clone();
        ByteBuffer frames = ByteBuffer.wrap(mended);
        while (frames.remaining() >= HEAD_BYTES) {
            int length = frames.getInt(frames.position());
            if (length < 0 || length > frames.remaining() - HEAD_BYTES) {
                break;
            }
            CRC32C checksum = new CRC32C();
            checksum.update(mended, frames.position() + HEAD_BYTES, length);
            frames.putInt(frames.position() + Integer.BYTES, (int) checksum.getValue());
            frames.position(frames.position() + HEAD_BYTES + length);
        }
        return mended;
    }
}
