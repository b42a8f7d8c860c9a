package io.multiraft.node.raft;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.util.ProtoUtils;

/**
 * Keeps a leader's snapshot from being put over a log that already holds what is in it.
 *
 * <p>Ratis 3.3 looks only at what a follower knows to be committed. If the log goes on beyond the
 * snapshot, its writer is set back to the snapshot and forgets what it had still to write, while
 * the log is not: the next entry fails, and the replica is closed. By the Raft paper (section 7)
 * such a log is kept.
 *
 * <p>What a leader has a snapshot of is committed. So a follower that has the snapshot's last entry
 * is told that first, with a heartbeat, and Ratis then finds the snapshot installed. That the log
 * does not reach the entry only after that was looked at: no entries are taken in meanwhile, and
 * none may be on their way to the disk.
 */
final class SnapshotGuard implements InvocationHandler {

    private static final int ALL = Integer.MAX_VALUE;

    private final RaftServer server;

    /** Requests with entries hold one until those are on the disk, a chunk of a snapshot all. */
    private final Map<RaftGroupId, Semaphore> permits = new ConcurrentHashMap<>();

    private SnapshotGuard(RaftServer server) {
        this.server = server;
    }

    /** That server as its peers may see it. */
    static RaftServer around(RaftServer server) {
        return (RaftServer)
                Proxy.newProxyInstance(
                        SnapshotGuard.class.getClassLoader(),
                        new Class<?>[] {RaftServer.class},
                        new SnapshotGuard(server));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "appendEntriesAsync":
                return append((AppendEntriesRequestProto) arguments[0]);
            case "installSnapshot":
                return install((InstallSnapshotRequestProto) arguments[0]);
            default:
                try {
                    return method.invoke(server, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
        }
    }

    private CompletableFuture<AppendEntriesReplyProto> append(AppendEntriesRequestProto request)
            throws IOException {
        if (request.getEntriesCount() == 0) {
            return server.appendEntriesAsync(request);
        }
        Semaphore permit = permits(group(request.getServerRequest()));
        permit.acquireUninterruptibly();
        CompletableFuture<AppendEntriesReplyProto> reply;
        try {
            reply = server.appendEntriesAsync(request);
        } catch (IOException | RuntimeException | Error e) {
            permit.release();
            throw e;
        }
        return reply.whenComplete((done, failure) -> permit.release());
    }

    private InstallSnapshotReplyProto install(InstallSnapshotRequestProto request)
            throws IOException {
        RaftGroupId group = group(request.getServerRequest());
        Semaphore permits = permits(group);
        if (!permits.tryAcquire(ALL)) {
            throw new IOException(
                    "Entries are on their way to the disk; send the snapshot once they are there");
        }
        try {
            if (request.hasSnapshotChunk()) {
                commit(request, server.getDivision(group).getRaftLog());
            }
            return server.installSnapshot(request);
        } finally {
            permits.release(ALL);
        }
    }

    /** What is in the snapshot, as far as the log has it. */
    private void commit(InstallSnapshotRequestProto request, RaftLog log) throws IOException {
        TermIndex last = TermIndex.valueOf(request.getSnapshotChunk().getTermIndex());
        if (log.getLastCommittedIndex() >= last.getIndex() || !log.contains(last)) {
            return;
        }
        AppendEntriesReplyProto reply =
                server.appendEntries(
                        AppendEntriesRequestProto.newBuilder()
                                .setServerRequest(request.getServerRequest())
                                .setLeaderTerm(request.getLeaderTerm())
                                .setPreviousLog(last.toProto())
                                .setLeaderCommit(last.getIndex())
                                // A member that is only being added is not made a full one by this.
                                .setInitializing(true)
                                .build());
        // Any other result is one that the snapshot meets as well, and is answered there.
        if (reply.getResult() == AppendResult.SUCCESS
                && log.getLastCommittedIndex() < last.getIndex()) {
            throw new IOException(
                    String.format(
                            "The log has %s, the last entry of the snapshot, but not on the disk"
                                    + " yet, only up to index %d; send entries or the snapshot"
                                    + " again",
                            last, log.getFlushIndex()));
        }
    }

    private Semaphore permits(RaftGroupId group) {
        return permits.computeIfAbsent(group, id -> new Semaphore(ALL));
    }

    private static RaftGroupId group(RaftRpcRequestProto request) {
        return ProtoUtils.toRaftGroupId(request.getRaftGroupId());
    }
}
