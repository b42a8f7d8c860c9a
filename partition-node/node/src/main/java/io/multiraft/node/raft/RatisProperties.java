package io.multiraft.node.raft;

import io.multiraft.node.config.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** The settings of Ratis, each with its reason where it is not the default. */
final class RatisProperties {

    private static final int MIB = 1 << 20;

    private RatisProperties() {}

    static RaftProperties of(NodeConfig config, Path storage) {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(storage.toFile()));
        timeouts(properties, config.raft());
        log(properties);
        replication(properties);
        snapshots(properties, config.raft().snapshotEntries());
        threads(properties);
        transport(properties, config.ports().peer());
        return properties;
    }

    private static void timeouts(RaftProperties properties, NodeConfig.Raft raft) {
        Duration max = raft.electionTimeoutMax();
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, time(raft.electionTimeoutMin()));
        // Ratis' own timer only stands by: members stand in turns, and it would stand in between.
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, time(max.multipliedBy(2)));
        // A group that starts elects at once; far enough apart that one comes before the others,
        // who start when it does.
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, millis(100));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, millis(500));
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, time(max));
        // By default a leader that lost its majority does not stand again for ten seconds.
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(
                properties, time(max.multipliedBy(2)));
        RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
        // A pause this long closes the server, and the process ends: start anew rather than guess.
        RaftServerConfigKeys.setCloseThreshold(
                properties, TimeDuration.valueOf(30, TimeUnit.SECONDS));
    }

    private static void log(RaftProperties properties) {
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, size(4 * MIB));
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, size(MIB));
        // Direct memory of every group; must hold one full message and eight bytes.
        RaftServerConfigKeys.Log.setWriteBufferSize(
                properties, size(RaftLimits.APPENDER_BYTES + 8));
        // Entries kept on the heap of every group; older ones are read from the disk again. Ratis
        // looks only when a segment is full, which itself is kept: so this is two segments at most.
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 1);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(properties, size(4 * MIB));
        // Commit in groups as large as what has arrived, not at most 128 entries.
        RaftServerConfigKeys.Log.setForceSyncNum(properties, 1024);
        // Both of these report entries as flushed that may not be on the disk.
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, false);
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, false);
        // An entry per commit, for a follower that wants to apply before it hears of a leader.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        // The alternative silently drops everything after a damaged entry.
        RaftServerConfigKeys.Log.setCorruptionPolicy(
                properties, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
    }

    private static void replication(RaftProperties properties) {
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(
                properties, size(RaftLimits.APPENDER_BYTES));
        // Otherwise the leader sleeps a millisecond between two messages to a follower.
        RaftServerConfigKeys.Log.Appender.setWaitTimeMin(properties, millis(0));
        // A follower that is back after a while is found within a fifth of a second, not five:
        // until
        // it hears from its leaders, it does not serve.
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, "1ms,10, 200ms,1000000");
        RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, false);
        // Doubles the throughput; the state machine has its own, exact, memory of commands.
        RaftServerConfigKeys.RetryCache.setExpiryTime(properties, millis(0));
        // Never used: neither of Ratis' read options is linearizable under a partition.
        RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.DEFAULT);
    }

    private static void snapshots(RaftProperties properties, long snapshotEntries) {
        // Ratis takes snapshots on the apply thread; ours are written in the background.
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, false);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, RaftLimits.SNAPSHOTS_KEPT);
        RaftServerConfigKeys.Snapshot.setCreationGap(properties, 1);
        // Otherwise one dead follower keeps the log of the others forever.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        // A follower that was away for a moment catches up from the log, not from a snapshot.
        long preserved = snapshotEntries / 10;
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(properties, preserved);
        RaftServerConfigKeys.Log.setPurgeGap(
                properties, (int) Math.max(1, Math.min(1024, preserved)));
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(properties, size(4 * MIB));
    }

    private static void threads(RaftProperties properties) {
        // Unbounded by default, per group. With a size, a cached pool has one thread, which ends
        // when the group is idle for a minute; one that is not cached keeps all of them for ever.
        RaftServerConfigKeys.ThreadPool.setServerCached(properties, true);
        RaftServerConfigKeys.ThreadPool.setServerSize(properties, 1);
        RaftServerConfigKeys.ThreadPool.setClientCached(properties, true);
        RaftServerConfigKeys.ThreadPool.setClientSize(properties, 1);
        GrpcConfigKeys.Server.setAsyncRequestThreadPoolCached(properties, false);
        GrpcConfigKeys.Server.setAsyncRequestThreadPoolSize(properties, 2);
        // No Netty threads of its own: those would take two seconds to close.
    }

    private static void transport(RaftProperties properties, int peerPort) {
        RaftConfigKeys.Rpc.setType(properties, new RaftTransport());
        GrpcConfigKeys.Server.setPort(properties, peerPort);
        // Heartbeats do not wait behind a large entry.
        GrpcConfigKeys.Server.setHeartbeatChannel(properties, true);
        GrpcConfigKeys.setMessageSizeMax(properties, size(16 * MIB));
    }

    private static TimeDuration time(Duration duration) {
        return millis(duration.toMillis());
    }

    private static TimeDuration millis(long millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }

    private static SizeInBytes size(int bytes) {
        return SizeInBytes.valueOf(bytes);
    }
}
