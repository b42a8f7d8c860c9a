package io.multiraft.fsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.snapshot.FrameWriter;
import io.multiraft.fsm.testing.CounterInputs;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.SnapshotFrame;
import io.multiraft.proto.internal.v1.SnapshotHeader;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A snapshot of each format version is kept, named after it. When the format changes, its version
 * rises, the older files stay, and {@code -Drewrite=true} writes the one of the new version.
 */
class SnapshotVersionsTest {

    private static final Path DIRECTORY = Path.of("src/test/testdata/snapshot");

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everyVersionIsReadAndKeepsWhatItSays(int version) throws IOException {
        TestPartition restored = new TestPartition().restore(Files.readAllBytes(file(version)));
        TestPartition filled = filled();

        assertThat(restored.machine().index()).isEqualTo(filled.machine().index());
        assertThat(restored.machine().fingerprint()).isEqualTo(filled.machine().fingerprint());
        assertThat(restored.snapshotBytes()).isEqualTo(filled.snapshotBytes());
    }

    @Test
    void theCurrentVersionIsWrittenAsItAlwaysWas() throws IOException {
        Path file = file(PartitionSnapshot.FORMAT_VERSION);
        byte[] written = filled().snapshotBytes();
        if (Boolean.getBoolean("rewrite")) {
            Files.createDirectories(DIRECTORY);
            Files.write(file, written);
        }

        assertThat(written)
                .as("a format that differs needs a version of its own: FORMAT_VERSION")
                .isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void aNewerVersionIsRefusedWithTheSoftwareThatWroteIt() throws IOException {
        SnapshotHeader header =
                SnapshotHeader.newBuilder()
                        .setFormatVersion(PartitionSnapshot.FORMAT_VERSION + 1)
                        .setPartitionId(TestPartition.ID)
                        .setWrittenBy("9.8.7")
                        .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new FrameWriter(bytes).write(SnapshotFrame.newBuilder().setHeader(header).build());

        PartitionStateMachine machine =
                new PartitionStateMachine(TestPartition.ID, Limits.defaults());
        assertThatThrownBy(() -> machine.restore(new ByteArrayInputStream(bytes.toByteArray())))
                .isInstanceOf(SnapshotFormatException.class)
                .hasMessage(
                        "the snapshot has format version 3, written by version 9.8.7 of the"
                                + " software; this one reads format versions 1 to 2");
    }

    @Test
    void aSnapshotSaysWhichSoftwareWroteIt() throws IOException {
        PartitionStateMachine machine =
                new PartitionStateMachine(TestPartition.ID, Limits.defaults(), "1.2.3");

        SnapshotFrame header =
                new io.multiraft.fsm.snapshot.FrameReader(
                                new ByteArrayInputStream(TestPartition.bytesOf(machine.snapshot())))
                        .read();

        assertThat(header.getHeader().getWrittenBy()).isEqualTo("1.2.3");
    }

    /** Something of everything that a snapshot can have in it. */
    private static TestPartition filled() {
        TestPartition partition = new TestPartition().at(1_000);
        partition.apply(Proposals.close(partition.openSession()));
        long sessionId = partition.applyOne(Proposals.open(named())).streamId();
        long counter = partition.createService(sessionId, CounterService.TYPE, "c");
        long map = partition.createService(sessionId, MapService.TYPE, "m");
        partition.apply(
                Proposals.command(
                        sessionId, 1, counter, CounterInputs.increment(42).toByteString()));
        partition.apply(Proposals.map(sessionId, 2, map, MapInputs.events("", false)));
        partition.apply(
                Proposals.map(
                        sessionId, 3, map, MapInputs.put("k", MapInputs.value("v", 5_000), 0)));
        partition.apply(
                Proposals.map(sessionId, 4, map, MapInputs.put("k", MapInputs.value("w"), 999)));
        return partition;
    }

    private static OpenSessionInput named() {
        SessionMeta.Builder meta =
                SessionMeta.newBuilder()
                        .setId(SessionId.newBuilder().setName("owner"))
                        .putLabels("a", "b");
        return OpenSessionInput.newBuilder()
                .setSession(Session.newBuilder().setMeta(meta))
                .setNonce(com.google.protobuf.ByteString.copyFromUtf8("nonce"))
                .setTimeout(Duration.newBuilder().setSeconds(30))
                .build();
    }

    private static Path file(int version) {
        return DIRECTORY.resolve("version-" + version + ".bin");
    }
}
