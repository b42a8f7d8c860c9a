package io.multiraft.fsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.snapshot.FrameReader;
import io.multiraft.fsm.snapshot.FrameWriter;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.CommandFrame;
import io.multiraft.proto.internal.v1.EndedSessionFrame;
import io.multiraft.proto.internal.v1.RetainedOutput;
import io.multiraft.proto.internal.v1.ServiceDataFrame;
import io.multiraft.proto.internal.v1.ServiceFrame;
import io.multiraft.proto.internal.v1.SessionFrame;
import io.multiraft.proto.internal.v1.SnapshotFrame;
import io.multiraft.proto.internal.v1.SnapshotHeader;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionMeta;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotFormatTest {

    private static final SnapshotFrame HEADER =
            frame(SnapshotFrame.newBuilder().setHeader(header().setIndex(9)));

    @Test
    void isFramesFromHeaderToTrailerInAFixedOrder() throws IOException {
        FrameReader reader = new FrameReader(new ByteArrayInputStream(filled().snapshotBytes()));

        List<SnapshotFrame.FrameCase> cases = new java.util.ArrayList<>();
        do {
            cases.add(reader.read().getFrameCase());
        } while (cases.get(cases.size() - 1) != SnapshotFrame.FrameCase.TRAILER);
        reader.readEnd();

        assertThat(cases)
                .containsExactly(
                        SnapshotFrame.FrameCase.HEADER,
                        SnapshotFrame.FrameCase.SESSION,
                        SnapshotFrame.FrameCase.COMMAND,
                        SnapshotFrame.FrameCase.COMMAND,
                        SnapshotFrame.FrameCase.SERVICE,
                        SnapshotFrame.FrameCase.SERVICE_DATA,
                        SnapshotFrame.FrameCase.ENDED_SESSION,
                        SnapshotFrame.FrameCase.TRAILER);
    }

    @Test
    void aLargeMapIsManyFramesAndComesBackWhole() {
        TestPartition partition = new TestPartition();
        long sessionId = partition.openSession();
        long map = partition.createService(sessionId, MapService.TYPE, "m");
        for (int i = 0; i < 300; i++) {
            String value = "x".repeat(1_000);
            partition.apply(
                    Proposals.map(
                            sessionId,
                            0,
                            map,
                            MapInputs.put("key" + i, MapInputs.value(value), 0)));
        }
        byte[] snapshot = partition.snapshotBytes();

        partition.restore(snapshot);

        assertThat(partition.snapshotBytes()).isEqualTo(snapshot);
        assertThat(partition.query(sessionId, map, MapInputs.entries().toByteString()).outputs())
                .hasSize(300);
    }

    @Test
    void theOrderOfLabelsMakesNoDifference() {
        assertThat(openedWithLabels("a", "b", "c").snapshotBytes())
                .isEqualTo(openedWithLabels("c", "a", "b").snapshotBytes());
    }

    @Test
    void everyBitThatFlipsIsNoticed() {
        byte[] snapshot = filled().snapshotBytes();
        for (int i = 0; i < snapshot.length; i++) {
            byte[] damaged = snapshot.clone();
            damaged[i] ^= (byte) (1 << i % 8);

            assertRefused(damaged, "");
        }
    }

    @Test
    void everyMissingByteIsNoticed() {
        byte[] snapshot = filled().snapshotBytes();
        for (int length = 0; length < snapshot.length; length++) {
            assertRefused(Arrays.copyOf(snapshot, length), "");
        }
        assertRefused(Arrays.copyOf(snapshot, snapshot.length + 1), "bytes follow the trailer");
    }

    @Test
    void aSnapshotThatIsNotOursIsRefused() throws IOException {
        assertRefused(
                written(frame(SnapshotFrame.newBuilder().setHeader(header().setPartitionId(2)))),
                "the snapshot is of partition 2, this is partition 1");
        assertRefused(
                written(frame(SnapshotFrame.newBuilder().setHeader(header().setFormatVersion(0)))),
                "format version 0, written by version unknown");
        assertRefused(written(), "the first frame is TRAILER; it must be HEADER");
        assertRefused(written(HEADER, HEADER), "frame 1 is HEADER, which has no place there");
        assertRefused(
                written(HEADER, SnapshotFrame.getDefaultInstance()),
                "frame 1 is FRAME_NOT_SET, which has no place there");
    }

    @Test
    void framesThatDoNotFitTogetherAreRefused() throws IOException {
        SnapshotFrame session =
                frame(
                        SnapshotFrame.newBuilder()
                                .setSession(SessionFrame.newBuilder().setSessionId(1)));
        CommandFrame.Builder command = CommandFrame.newBuilder().setSessionId(1).setCommandId(3);
        ServiceFrame.Builder map =
                ServiceFrame.newBuilder().setServiceId(2).setService(MapService.TYPE).setName("m");
        SnapshotFrame service = frame(SnapshotFrame.newBuilder().setService(map));

        assertRefused(
                written(HEADER, frame(SnapshotFrame.newBuilder().setCommand(command))),
                "session 1 is not in the snapshot");
        assertRefused(
                written(
                        HEADER,
                        session,
                        frame(
                                SnapshotFrame.newBuilder()
                                        .setCommand(
                                                command.addOutputs(
                                                        RetainedOutput.newBuilder()
                                                                .setStatus(99))))),
                "an output has status 99");
        assertRefused(
                written(
                        HEADER,
                        frame(SnapshotFrame.newBuilder().setService(map.clone().addSessionIds(5)))),
                "session 5 is not in the snapshot");
        assertRefused(
                written(
                        HEADER,
                        frame(
                                SnapshotFrame.newBuilder()
                                        .setService(map.clone().setService("Lock")))),
                "service type \"Lock\" is not known");
        assertRefused(written(HEADER, data(2, 2)), "data of service 2, which does not exist");
        assertRefused(written(HEADER, service, data(2, 9)), "a record of kind 9");
        assertRefused(written(HEADER, service, data(2, 2)), "a map's data does not parse");
        assertRefused(
                written(HEADER, service, data(2, 1, 7, 0)),
                "a map's listener belongs to command 7, which does not run");
    }

    @Test
    void framesThatContradictEachOtherAreRefused() throws IOException {
        SnapshotFrame session = session(1, "");
        SnapshotFrame service = service(2, "m");
        SnapshotFrame runs = command(3, 1, 2, false);

        String twice = "frame 2 does not fit those before it: invariant violated: ";
        assertRefused(written(HEADER, session, session), twice + "id, nonce or name of session 1");
        assertRefused(
                written(HEADER, session(1, "n"), session(4, "n")),
                twice + "id, nonce or name of session 4 is there twice");
        assertRefused(
                written(HEADER, service, service(5, "m")),
                twice + "id or name of service 5 is there twice");
        assertRefused(
                written(HEADER, session, runs, command(4, 1, 2, true)),
                "command number 1 is there twice");
        assertRefused(
                written(HEADER, session, runs, command(3, 2, 2, false)),
                "command 3 is there twice");
        assertRefused(
                written(HEADER, session, command(3, 0, 2, true)),
                "command 3 has no number, but a record");
        assertRefused(
                written(HEADER, session, runs),
                "command 3 runs on service 2, which does not exist");
        assertRefused(
                written(HEADER, session, runs, service(6, "m"), data(6, 1, 3, 0)),
                "a map's listener belongs to command 3, which does not run");
        assertRefused(
                written(HEADER, session, runs, service, data(2, 1, 3, 0, 1, 3, 0)),
                "command 3 listens twice");
        assertRefused(
                written(HEADER, service, data(2, 2, 1, 'k', 7, 0, 2, 1, 'k', 8, 0)),
                "key \"k\" is there twice");
    }

    @Test
    void idsThatAreStillToBeGivenAreRefused() throws IOException {
        SnapshotFrame session = session(1, "");

        assertRefused(written(HEADER, session(10, "")), "session 10 in a snapshot at index 9");
        assertRefused(written(HEADER, session(0, "")), "session 0 in a snapshot at index 9");
        assertRefused(
                written(HEADER, session, command(10, 1, 2, true)),
                "command 10 in a snapshot at index 9");
        assertRefused(written(HEADER, service(10, "m")), "service 10 in a snapshot at index 9");
        assertRefused(
                written(
                        HEADER,
                        frame(
                                SnapshotFrame.newBuilder()
                                        .setEndedSession(
                                                EndedSessionFrame.newBuilder().setSessionId(10)))),
                "session 10 in a snapshot at index 9");
    }

    @Test
    void aRefusedSnapshotLeavesAPartitionThatIsEmptyAndCanBeRestored() throws IOException {
        TestPartition partition = filled();
        byte[] snapshot = partition.snapshotBytes();
        PartitionStateMachine machine = partition.machine();

        assertThatThrownBy(
                        () ->
                                machine.restore(
                                        new ByteArrayInputStream(snapshot, 0, snapshot.length - 1)))
                .isInstanceOf(SnapshotFormatException.class);
        assertThat(machine.index()).isZero();
        assertThat(machine.sessionCount()).isZero();

        machine.restore(new ByteArrayInputStream(snapshot));
        assertThat(TestPartition.bytesOf(machine.snapshot())).isEqualTo(snapshot);
    }

    private static TestPartition openedWithLabels(String... labels) {
        SessionMeta.Builder meta = SessionMeta.newBuilder();
        for (String label : labels) {
            meta.putLabels(label, "x");
        }
        OpenSessionInput input =
                OpenSessionInput.newBuilder()
                        .setSession(Session.newBuilder().setMeta(meta))
                        .build();
        TestPartition partition = new TestPartition();
        partition.apply(Proposals.open(input));
        return partition;
    }

    private static TestPartition filled() {
        TestPartition partition = new TestPartition();
        long sessionId = partition.openSession();
        partition.apply(Proposals.close(partition.openSession()));
        long map = partition.createService(sessionId, MapService.TYPE, "m");
        partition.apply(Proposals.map(sessionId, 1, map, MapInputs.events("", false)));
        partition.apply(
                Proposals.map(
                        sessionId, 2, map, MapInputs.put("k", MapInputs.value("v", 5_000), 0)));
        return partition;
    }

    private static void assertRefused(byte[] snapshot, String message) {
        PartitionStateMachine machine =
                new PartitionStateMachine(TestPartition.ID, Limits.defaults());
        assertThatThrownBy(() -> machine.restore(new ByteArrayInputStream(snapshot)))
                .isInstanceOf(SnapshotFormatException.class)
                .hasMessageContaining(message);
    }

    private static byte[] written(SnapshotFrame... frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FrameWriter writer = new FrameWriter(bytes);
        for (SnapshotFrame frame : frames) {
            writer.write(frame);
        }
        writer.writeTrailer();
        return bytes.toByteArray();
    }

    private static SnapshotFrame session(long id, String nonce) {
        return frame(
                SnapshotFrame.newBuilder()
                        .setSession(
                                SessionFrame.newBuilder()
                                        .setSessionId(id)
                                        .setNonce(ByteString.copyFromUtf8(nonce))));
    }

    private static SnapshotFrame service(long id, String name) {
        return frame(
                SnapshotFrame.newBuilder()
                        .setService(
                                ServiceFrame.newBuilder()
                                        .setServiceId(id)
                                        .setService(MapService.TYPE)
                                        .setName(name)));
    }

    /** A command of session 1. */
    private static SnapshotFrame command(long id, long number, long serviceId, boolean isComplete) {
        return frame(
                SnapshotFrame.newBuilder()
                        .setCommand(
                                CommandFrame.newBuilder()
                                        .setSessionId(1)
                                        .setCommandId(id)
                                        .setCommandSequenceNum(number)
                                        .setServiceId(serviceId)
                                        .setComplete(isComplete)));
    }

    private static SnapshotFrame data(long serviceId, int... bytes) {
        byte[] data = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            data[i] = (byte) bytes[i];
        }
        ServiceDataFrame.Builder part =
                ServiceDataFrame.newBuilder()
                        .setServiceId(serviceId)
                        .setData(ByteString.copyFrom(data));
        return frame(SnapshotFrame.newBuilder().setServiceData(part));
    }

    private static SnapshotHeader.Builder header() {
        return SnapshotHeader.newBuilder()
                .setFormatVersion(PartitionSnapshot.FORMAT_VERSION)
                .setPartitionId(TestPartition.ID)
                .setIndex(9);
    }

    private static SnapshotFrame frame(SnapshotFrame.Builder builder) {
        return builder.build();
    }
}
