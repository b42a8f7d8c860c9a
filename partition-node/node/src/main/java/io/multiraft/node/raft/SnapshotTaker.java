package io.multiraft.node.raft;

import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.Snapshot;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a replica's snapshot is due and has it written in the background: the apply thread
 * takes a view, another writes it and then lets the log before it go.
 */
final class SnapshotTaker {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTaker.class);

    private final SnapshotStore store;
    private final Executor writer;
    private final long entries;
    private final LongConsumer purgeLog;

    /** Of the apply thread. */
    private long lastIndex;

    /** Of the apply thread. */
    private long bytesSince;

    /** What is being written; guarded by the monitor. */
    private CompletableFuture<Long> running;

    /**
     * @param entries after how many entries one is due
     * @param purgeLog drops the log up to an index of a snapshot on the disk
     */
    SnapshotTaker(SnapshotStore store, Executor writer, long entries, LongConsumer purgeLog) {
        this.store = store;
        this.writer = writer;
        this.entries = entries;
        this.purgeLog = purgeLog;
    }

    SnapshotStore store() {
        return store;
    }

    /** Raft index of the latest snapshot on the disk; 0 for none. */
    long index() {
        var latest = store.getLatestSnapshot();
        return latest == null ? 0 : latest.getIndex();
    }

    void restored(TermIndex at) {
        lastIndex = at.getIndex();
        bytesSince = 0;
    }

    /** Runs on the apply thread, after an entry. */
    void applied(TermIndex at, int bytes, PartitionStateMachine stateMachine) {
        bytesSince += bytes;
        if (at.getIndex() - lastIndex >= entries
                || bytesSince >= RaftLimits.LOG_BYTES_PER_SNAPSHOT) {
            start(at, stateMachine);
        }
    }

    /**
     * Runs on the apply thread: takes a view and has it written, unless one is being written.
     *
     * @return Raft index of the latest snapshot on the disk, or an invalid one
     */
    long start(TermIndex at, PartitionStateMachine stateMachine) {
        CompletableFuture<Long> started = begin();
        if (started != null) {
            lastIndex = at.getIndex();
            bytesSince = 0;
            Snapshot view = stateMachine.snapshot();
            writer.execute(() -> write(view, at, started));
        }
        long latest = index();
        return latest > 0 ? latest : RaftLog.INVALID_LOG_INDEX;
    }

    /** The snapshot that is being written, or null. */
    synchronized CompletableFuture<Long> running() {
        return running;
    }

    private synchronized CompletableFuture<Long> begin() {
        if (running != null) {
            return null;
        }
        running = new CompletableFuture<>();
        return running;
    }

    private synchronized void end() {
        running = null;
    }

    private void write(Snapshot view, TermIndex at, CompletableFuture<Long> written) {
        try (view) {
            store.write(view, at);
            end();
            purgeLog.accept(at.getIndex());
            written.complete(at.getIndex());
        } catch (IOException | RuntimeException e) {
            // The log is still there: nothing is lost, and the next one may succeed.
            LOG.warn("The snapshot at {} cannot be written", at, e);
            end();
            written.completeExceptionally(e);
        }
    }
}
