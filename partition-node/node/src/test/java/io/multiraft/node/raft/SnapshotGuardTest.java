package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto.SnapshotChunkProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.junit.jupiter.api.Test;

/** What reaches the server of what the leader sends. */
class SnapshotGuardTest {

    private static final TermIndex SNAPSHOT = TermIndex.valueOf(5, 3);

    private final List<Object> received = new ArrayList<>();
    private final RaftServer guarded = SnapshotGuard.around(fake(RaftServer.class, this::server));
    private final RaftGroupId group = RaftGroupId.randomId();
    private final RaftGroupId otherGroup = RaftGroupId.randomId();
    private TermIndex inLog = SNAPSHOT;
    private long committed = -1;
    private long onDisk = 4;
    private AppendResult heartbeatResult = AppendResult.SUCCESS;
    private IOException refusal;
    private final CompletableFuture<AppendEntriesReplyProto> written = new CompletableFuture<>();

    @Test
    void whatTheLogHasOfASnapshotIsCommittedBeforeIt() throws Exception {
        guarded.installSnapshot(snapshot(group));

        assertThat(received).hasSize(2).last().isEqualTo(snapshot(group));
        assertThat((AppendEntriesRequestProto) received.get(0))
                .satisfies(
                        heartbeat -> {
                            assertThat(heartbeat.getEntriesCount()).isZero();
                            assertThat(TermIndex.valueOf(heartbeat.getPreviousLog()))
                                    .isEqualTo(SNAPSHOT);
                            assertThat(heartbeat.getLeaderCommit()).isEqualTo(3);
                            assertThat(heartbeat.getLeaderTerm()).isEqualTo(7);
                            assertThat(heartbeat.getServerRequest()).isEqualTo(from(group));
                        });
    }

    @Test
    void snapshotIsPassedOnAloneWhenTheLogContradictsIt() throws Exception {
        inLog = TermIndex.valueOf(4, 3);

        guarded.installSnapshot(snapshot(group));

        assertThat(received).containsExactly(snapshot(group));
    }

    @Test
    void snapshotIsPassedOnAloneWhenItsEntryIsKnownToBeCommitted() throws Exception {
        committed = 3;

        guarded.installSnapshot(snapshot(group));

        assertThat(received).containsExactly(snapshot(group));
    }

    @Test
    void snapshotOfOneWhoDoesNotLeadIsAnsweredByTheServer() throws Exception {
        heartbeatResult = AppendResult.NOT_LEADER;

        guarded.installSnapshot(snapshot(group));

        assertThat(received).hasSize(2).last().isEqualTo(snapshot(group));
    }

    @Test
    void snapshotIsRefusedUntilItsEntryIsOnTheDisk() throws Exception {
        onDisk = 2;

        assertThatThrownBy(() -> guarded.installSnapshot(snapshot(group)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("(t:5, i:3)")
                .hasMessageContaining("up to index 2");
        assertThat(received).doesNotContain(snapshot(group));

        onDisk = 3;
        guarded.installSnapshot(snapshot(group));
        assertThat(received).last().isEqualTo(snapshot(group));
    }

    @Test
    void snapshotIsRefusedWhileEntriesOfItsGroupAreOnTheirWayToTheDisk() throws Exception {
        guarded.appendEntriesAsync(entries());

        assertThatThrownBy(() -> guarded.installSnapshot(snapshot(group)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("on their way to the disk");
        assertThat(received).containsExactly(entries());

        guarded.installSnapshot(snapshot(otherGroup));
        written.complete(AppendEntriesReplyProto.getDefaultInstance());
        guarded.installSnapshot(snapshot(group));
        assertThat(received).contains(snapshot(otherGroup), snapshot(group));
    }

    @Test
    void entriesThatFailAreNotOnTheirWayAnyMore() throws Exception {
        refusal = new IOException("not started");
        assertThatThrownBy(() -> guarded.appendEntriesAsync(entries())).isSameAs(refusal);
        refusal = null;
        guarded.appendEntriesAsync(entries());
        written.completeExceptionally(new IOException("no space left"));

        guarded.installSnapshot(snapshot(group));

        assertThat(received).contains(snapshot(group));
    }

    @Test
    void everythingElseIsTheServersWithItsOwnErrors() throws Exception {
        assertThat(guarded.getId()).isEqualTo(RaftPeerId.valueOf("node-0"));
        assertThatThrownBy(guarded::start).isInstanceOf(IOException.class).hasMessage("in use");
    }

    private RaftRpcRequestProto from(RaftGroupId of) {
        return RaftRpcRequestProto.newBuilder()
                .setCallId(9)
                .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(of.toByteString()))
                .build();
    }

    private AppendEntriesRequestProto entries() {
        return AppendEntriesRequestProto.newBuilder()
                .setServerRequest(from(group))
                .addEntries(LogEntryProto.getDefaultInstance())
                .build();
    }

    private InstallSnapshotRequestProto snapshot(RaftGroupId of) {
        return InstallSnapshotRequestProto.newBuilder()
                .setServerRequest(from(of))
                .setLeaderTerm(7)
                .setSnapshotChunk(SnapshotChunkProto.newBuilder().setTermIndex(SNAPSHOT.toProto()))
                .build();
    }

    private Object server(String method, Object[] arguments) throws IOException {
        switch (method) {
            case "getId":
                return RaftPeerId.valueOf("node-0");
            case "start":
                throw new IOException("in use");
            case "getDivision":
                return fake(
                        RaftServer.Division.class, (name, none) -> fake(RaftLog.class, this::log));
            case "installSnapshot":
                received.add(arguments[0]);
                return InstallSnapshotReplyProto.getDefaultInstance();
            case "appendEntriesAsync":
                if (refusal != null) {
                    throw refusal;
                }
                received.add(arguments[0]);
                return written;
            case "appendEntries":
                received.add(arguments[0]);
                return heartbeat((AppendEntriesRequestProto) arguments[0]);
            default:
                throw new UnsupportedOperationException(method);
        }
    }

    private AppendEntriesReplyProto heartbeat(AppendEntriesRequestProto request) {
        if (heartbeatResult == AppendResult.SUCCESS) {
            committed = Math.max(committed, Math.min(onDisk, request.getLeaderCommit()));
        }
        return AppendEntriesReplyProto.newBuilder().setResult(heartbeatResult).build();
    }

    private Object log(String method, Object[] arguments) {
        return switch (method) {
            case "contains" -> inLog.equals(arguments[0]);
            case "getLastCommittedIndex" -> committed;
            case "getFlushIndex" -> onDisk;
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private interface Answers {

        Object answer(String method, Object[] arguments) throws IOException;
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        InvocationHandler handler =
                (proxy, method, arguments) -> answers.answer(method.getName(), arguments);
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
