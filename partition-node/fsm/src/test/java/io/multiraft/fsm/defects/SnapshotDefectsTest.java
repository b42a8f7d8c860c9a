package io.multiraft.fsm.defects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.SnapshotFormatException;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.Effects;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replicas that are another one after a snapshot than those that applied the log. */
class SnapshotDefectsTest {

    private final TestPartition partition = new TestPartition();
    private final long sessionId = partition.openSession();
    private final long map = partition.createService(sessionId, MapService.TYPE, "m");

    @Test
    void aSnapshotDoesNotLeaveOutTheStateOfASession() {
        OpenSessionInput waiting =
                OpenSessionInput.newBuilder()
                        .setDeadline(OpenSessionInput.Deadline.FROM_FIRST_KEEP_ALIVE)
                        .build();
        long waitingId =
                partition
                        .applyOne(Proposals.open(waiting))
                        .output()
                        .getOpenSession()
                        .getSessionId();
        Proposal acknowledged =
                Proposals.map(sessionId, 1, map, MapInputs.put("k", MapInputs.value("v"), 0));
        partition.apply(acknowledged);
        partition.apply(
                Proposals.keepAlive(
                        KeepAliveInput.newBuilder()
                                .setSessionId(sessionId)
                                .setLastCommandSequenceNum(1)
                                .build()));

        restore();

        assertThat(partition.applyOne(acknowledged).status()).isEqualTo(Status.CANCELED);
        assertThat(partition.machine().isApplied(sessionId, 1)).isTrue();
        assertThat(Effects.changedSessions(partition.at(60_000).apply()))
                .containsExactly(sessionId);
        partition.apply(keepAlive(waitingId));
        assertThat(Effects.changedSessions(partition.at(120_000).apply()))
                .containsExactly(waitingId);
    }

    @Test
    void aRestoredReplicaDoesNotForgetAResume() {
        put("k", 10_000);
        partition.at(50_000).resume();
        LogEntry later = LogEntry.newBuilder().setTimestampMillis(59_999).build();
        LogEntry due = LogEntry.newBuilder().setTimestampMillis(60_000).build();
        PartitionStateMachine applied = partition.machine();

        restore();

        assertThat(partition.machine().apply(later)).isEqualTo(applied.apply(later));
        assertThat(partition.machine().apply(due)).isEqualTo(applied.apply(due));
        assertThat(partition.snapshotBytes()).isEqualTo(TestPartition.bytesOf(applied.snapshot()));
        assertThat(size()).isZero();
    }

    @Test
    void restoringDoesNotLeaveWhatALiveFollowerHad() throws IOException {
        byte[] snapshot = partition.snapshotBytes();
        long other = partition.openSession();
        put("mine", 5_000);
        partition.apply(
                Proposals.map(other, 1, map, MapInputs.put("x", MapInputs.value("v", 5_000), 0)));

        partition.machine().restore(new ByteArrayInputStream(snapshot));

        assertThat(partition.snapshotBytes()).isEqualTo(snapshot);
        assertThat(partition.machine().nextDeadlineMillis()).hasValue(60_000);
        assertThat(partition.at(5_000).apply()).isEmpty();
    }

    @Test
    void aRunningStreamIsNotGivenToEverySessionThatIsAttached() {
        long other = partition.openSession();
        partition.createService(other, MapService.TYPE, "m");
        long mine = listen(sessionId, 1);
        long others = listen(other, 1);

        restore();
        List<Effect> closing = partition.apply(Proposals.close(other));

        assertThat(Effects.endedStreams(closing))
                .containsExactly(others, partition.machine().index());
        assertThat(Effects.events(put("k", 0), mine)).hasSize(1);
    }

    @Test
    void aSnapshotDoesNotWriteItsFirstEntryForEachEntry() {
        for (int i = 0; i < 50; i++) {
            put("key" + i, i * 1_000);
        }
        List<?> before =
                partition.query(sessionId, map, MapInputs.entries().toByteString()).outputs();

        restore();

        assertThat(partition.query(sessionId, map, MapInputs.entries().toByteString()).outputs())
                .hasSize(50)
                .isEqualTo(before);
    }

    @Test
    void shortReadsDoNotDamageTheState() throws IOException {
        put("k", 0);
        listen(sessionId, 1);
        byte[] snapshot = partition.snapshotBytes();

        partition.machine().restore(new OneByteAtATime(snapshot));

        assertThat(partition.snapshotBytes()).isEqualTo(snapshot);
    }

    @Test
    void aStreamOfAnEndedSessionDoesNotLoseTheServicesBehindIt() {
        listen(sessionId, 1);
        long other = partition.openSession();
        long second = partition.createService(other, MapService.TYPE, "second");
        partition.apply(Proposals.close(sessionId));

        restore();

        assertThat(partition.query(other, second, MapInputs.size().toByteString()).status())
                .isEqualTo(Status.OK);
        assertThat(partition.createService(other, MapService.TYPE, "m")).isEqualTo(map);
    }

    @Test
    void aRestoreThatFailsDoesNotFailSilently() {
        put("k", 0);
        byte[] snapshot = partition.snapshotBytes();
        snapshot[snapshot.length / 2] ^= 1;

        assertThatThrownBy(() -> partition.machine().restore(new ByteArrayInputStream(snapshot)))
                .isInstanceOf(SnapshotFormatException.class);
        assertThat(partition.machine().index()).isZero();
    }

    @Test
    void anInstalledSnapshotDoesNotLeaveAStreamThatCannotBeResumed() {
        long stream = listen(sessionId, 1);
        put("k", 0);

        restore();
        List<Effect> resumed =
                partition.apply(Proposals.map(sessionId, 1, map, MapInputs.events("", false)));

        assertThat(Effects.endedStreams(resumed)).containsExactly(stream);
        assertThat(Effects.outputs(resumed, partition.machine().index()))
                .extracting(Effect.Output::outputSequenceNum)
                .containsExactly(1L, 2L);
    }

    @Test
    void aQueryThatWaitsForACommandIsNotMissedByASnapshotThatJumpsOverIt() throws IOException {
        PartitionStateMachine behind =
                new PartitionStateMachine(TestPartition.ID, Limits.defaults());
        partition.apply(Proposals.map(sessionId, 5, map, MapInputs.events("", false)));
        partition.apply(
                Proposals.map(sessionId, 6, map, MapInputs.put("k", MapInputs.value("v"), 0)));

        behind.restore(new ByteArrayInputStream(partition.snapshotBytes()));

        assertThat(behind.isApplied(sessionId, 5)).isTrue();
        assertThat(behind.isApplied(sessionId, 6)).isTrue();
        assertThat(behind.isApplied(sessionId, 7)).isFalse();
    }

    private void restore() {
        partition.restore(partition.snapshotBytes());
    }

    private List<Effect> put(String key, long ttlMillis) {
        return partition.apply(
                Proposals.map(
                        sessionId, 0, map, MapInputs.put(key, MapInputs.value("v", ttlMillis), 0)));
    }

    private long listen(long id, long number) {
        partition.apply(Proposals.map(id, number, map, MapInputs.events("", false)));
        return partition.machine().index();
    }

    private int size() {
        return partition.query(sessionId, map, MapInputs.entries().toByteString()).outputs().size();
    }

    private static Proposal keepAlive(long id) {
        return Proposals.keepAlive(KeepAliveInput.newBuilder().setSessionId(id).build());
    }

    /** A stream, such as one from the network, that gives less than was asked for. */
    private static final class OneByteAtATime extends FilterInputStream {

        OneByteAtATime(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, Math.min(1, length));
        }
    }
}
