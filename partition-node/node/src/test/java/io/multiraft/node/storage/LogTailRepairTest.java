package io.multiraft.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailRepairTest {

    private static final int PREALLOCATED = 8192;

    @TempDir private Path group;
    private Path segment;

    @BeforeEach
    void createSegment() throws IOException {
        segment = Files.createDirectories(group.resolve("current")).resolve("log_inprogress_0");
    }

    @Test
    void leavesAWholeSegmentAlone() throws IOException {
        byte[] whole = segment(PREALLOCATED, record(40), record(1000), record(300));
        Files.write(segment, whole);

        LogTailRepair.repair(group);

        assertThat(Files.readAllBytes(segment)).isEqualTo(whole);
    }

    @Test
    void leavesANewSegmentAlone() throws IOException {
        Files.write(segment, segment(PREALLOCATED));

        LogTailRepair.repair(group);

        assertThat(segment).hasSize(PREALLOCATED);
    }

    @Test
    void cutsOffALastRecordThatWasNotWrittenToItsEnd() throws IOException {
        byte[] good = segment(0, record(40), record(1000));
        byte[] torn = segment(PREALLOCATED, record(40), record(1000), record(300));
        Arrays.fill(torn, good.length + 100, torn.length, (byte) 0);
        Files.write(segment, torn);

        LogTailRepair.repair(group);

        assertThat(Files.readAllBytes(segment)).isEqualTo(good);
    }

    @Test
    void cutsOffALastRecordWhoseLastSectorWasNotWritten() throws IOException {
        byte[] good = segment(0, record(40));
        // The last record reaches two bytes into a sector.
        byte[] torn = segment(PREALLOCATED, record(40), record(2 * 512 + 2 - good.length - 6));
        Arrays.fill(torn, 2 * 512, torn.length, (byte) 0);
        Files.write(segment, torn);

        LogTailRepair.repair(group);

        assertThat(Files.readAllBytes(segment)).isEqualTo(good);
    }

    @Test
    void cutsOffALastRecordInWhichTheFileEnds() throws IOException {
        byte[] good = segment(0, record(40), record(1000));
        byte[] whole = segment(0, record(40), record(1000), record(300));
        for (int size : new int[] {good.length + 1, good.length + 2, whole.length - 1}) {
            Files.write(segment, Arrays.copyOf(whole, size));

            LogTailRepair.repair(group);

            assertThat(Files.readAllBytes(segment)).as("cut at %d", size).isEqualTo(good);
        }
    }

    @Test
    void refusesADamagedRecordInTheMiddle() throws IOException {
        byte[] damaged = segment(PREALLOCATED, record(40), record(1000), record(300));
        damaged[500] ^= 1;
        Files.write(segment, damaged);

        assertThatThrownBy(() -> LogTailRepair.repair(group))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("after 1 good records")
                .hasMessageContaining("must be replaced");
        assertThat(Files.readAllBytes(segment)).isEqualTo(damaged);
    }

    @Test
    void refusesADamagedLastRecordThatWasWrittenToItsEnd() throws IOException {
        byte[] damaged = segment(PREALLOCATED, record(40), record(1000));
        damaged[100] ^= 1;
        Files.write(segment, damaged);

        assertThatThrownBy(() -> LogTailRepair.repair(group))
                .isInstanceOf(DataDirectoryException.class);
    }

    @Test
    void refusesATornRecordThatIsFollowedByAnother() throws IOException {
        byte[] damaged = segment(PREALLOCATED, record(40), record(1000), record(300));
        Arrays.fill(damaged, 900, 1000, (byte) 0);
        Files.write(segment, damaged);

        assertThatThrownBy(() -> LogTailRepair.repair(group))
                .isInstanceOf(DataDirectoryException.class);
    }

    @Test
    void closedSegmentsAreNotItsBusiness() throws IOException {
        Path closed = segment.resolveSibling("log_0-5");
        Files.write(closed, new byte[] {1, 2, 3});

        LogTailRepair.repair(group);

        assertThat(closed).hasSize(3);
    }

    private static byte[] segment(int size, byte[]... records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("RaftLog1".getBytes(StandardCharsets.US_ASCII));
        for (byte[] record : records) {
            bytes.write(record);
        }
        return Arrays.copyOf(bytes.toByteArray(), Math.max(size, bytes.size()));
    }

    /** Two bytes of length (for 128 and more, else one), the bytes, four of checksum. */
    private static byte[] record(int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        if (length < 128) {
            out.write(length);
        } else {
            out.write(length & 0x7f | 0x80);
            out.write(length >> 7);
        }
        for (int i = 0; i < length; i++) {
            out.write(i % 250 + 1);
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.toByteArray());
        out.writeInt((int) checksum.getValue());
        return bytes.toByteArray();
    }
}
