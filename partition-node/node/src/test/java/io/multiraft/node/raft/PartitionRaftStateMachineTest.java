package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.proto.internal.v1.LogEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.raftlog.RaftLogIOException;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class PartitionRaftStateMachineTest {

    private static final long TERM = 3;

    private final List<String> failures = new ArrayList<>();
    private final List<AppliedState> applied = new ArrayList<>();
    private final PartitionRaftStateMachine stateMachine =
            new PartitionRaftStateMachine(
                    new PartitionStateMachine(1, Limits.defaults()),
                    new FollowersEntries(),
                    new StreamRegistry(),
                    new BarredReads(),
                    new SnapshotTaker(new SnapshotStore(), Runnable::run, 1_000, index -> {}),
                    new Failures());

    @Test
    void appliesTheEntryOfAnotherNode() {
        LogEntry entry = LogEntry.newBuilder().setTimestampMillis(1_234).build();

        stateMachine.applyTransaction(transaction(7, entry.toByteArray()));

        assertThat(stateMachine.getLastAppliedTermIndex().getIndex()).isEqualTo(7);
        assertThat(applied).extracting(AppliedState::clockMillis).containsExactly(1_234L);
        assertThat(failures).isEmpty();
    }

    /** The leader that committed it may not have applied it yet: a read there would go back. */
    @Test
    void readOfATermDoesNotSeeWhatALaterLeaderCommitted() {
        stateMachine.applyTransaction(transaction(7, LogEntry.getDefaultInstance().toByteArray()));

        assertThat(read(TERM)).isCompletedWithValue(0L);
        assertThat(read(TERM - 1))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("Another leads by now");
    }

    @Test
    void readThatWaitedForACommandDoesNotSeeWhatALaterLeaderCommittedEither() {
        boolean[] arrived = {false};
        PendingRead<Long> read =
                new PendingRead<>(
                        fsm -> arrived[0], PartitionStateMachine::index, Duration.ofMinutes(1));
        read.confirm(TERM - 1);
        stateMachine.read(List.of(read));
        assertThat(read.result()).isNotDone();

        arrived[0] = true;
        stateMachine.applyTransaction(transaction(7, LogEntry.getDefaultInstance().toByteArray()));

        assertThat(read.result()).isCompletedExceptionally();
    }

    private CompletableFuture<Long> read(long term) {
        PendingRead<Long> read =
                new PendingRead<>(PartitionStateMachine::index, Duration.ofMinutes(1));
        read.confirm(term);
        stateMachine.read(List.of(read));
        return read.result();
    }

    @Test
    void entryThatCannotBeDecodedStopsTheReplicaAndSaysWhoWroteIt() {
        LogEntry first = LogEntry.newBuilder().setResume(true).setWrittenBy("9.9").build();
        stateMachine.applyTransaction(transaction(7, first.toByteArray()));

        assertThatThrownBy(
                        () ->
                                stateMachine.applyTransaction(
                                        transaction(8, new byte[] {(byte) 0xff, 1})))
                .isInstanceOf(IllegalStateException.class);

        assertThat(failures)
                .singleElement()
                .asString()
                .contains("i:8", "cannot be decoded", "version 9.9");
        assertThat(stateMachine.getLastAppliedTermIndex().getIndex()).isEqualTo(7);
    }

    @Test
    void logThatCannotBeWrittenIsReportedWithTheReason() {
        IOException reason = new IOException("No space left on device");

        stateMachine.notifyLogFailed(new RaftLogIOException("Log already failed", reason), null);

        assertThat(failures).containsExactly("The log cannot be written: No space left on device");
    }

    private TransactionContext transaction(long index, byte[] data) {
        LogEntryProto entry =
                LogEntryProto.newBuilder()
                        .setTerm(TERM)
                        .setIndex(index)
                        .setStateMachineLogEntry(
                                StateMachineLogEntryProto.newBuilder()
                                        .setLogData(ByteString.copyFrom(data)))
                        .build();
        return TransactionContext.newBuilder()
                .setServerRole(RaftPeerRole.FOLLOWER)
                .setStateMachine(stateMachine)
                .setLogEntry(entry)
                .build();
    }

    private final class FollowersEntries implements PartitionRaftStateMachine.OwnEntries {

        @Override
        public void appending(long callId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Batch claim(StateMachineLogEntryProto entry) {
            return null;
        }

        @Override
        public void applied(AppliedState state) {
            applied.add(state);
        }
    }

    private final class Failures implements ReplicaEvents {

        @Override
        public void leaderElected(RaftPeerId leader) {}

        @Override
        public void roleChanged() {}

        @Override
        public void snapshotInstalled() {}

        @Override
        public void failed(String reason) {
            failures.add(reason);
        }
    }
}
