package io.multiraft.node.raft;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.util.AwaitForSignal;

/**
 * Ratis' log appender, which does not miss its wake-up call, and sends no heartbeat where a shared
 * one was answered.
 */
final class PromptAppender extends GrpcLogAppender implements SharedHeartbeats.Led {

    private final KeptSignal signal = new KeptSignal("log-appender");
    private final SharedHeartbeats heartbeats;
    private final long term;
    private final long coverNanos;

    /** Until then the follower has a leader, whatever is sent here. */
    private volatile long coveredUntilNanos = System.nanoTime();

    /** A heartbeat is wanted now, and is not on its way yet. */
    private volatile boolean triggered;

    PromptAppender(
            RaftServer.Division server,
            LeaderState state,
            FollowerInfo follower,
            SharedHeartbeats heartbeats) {
        super(server, state, follower);
        DivisionRepairs.shareTimeouts(this);
        this.heartbeats = heartbeats;
        // Made when the division begins to lead, under its lock: its leader's term.
        this.term = server.getInfo().getCurrentTerm();
        this.coverNanos = heartbeats.cover().toNanos();
    }

    @Override
    public AwaitForSignal getEventAwaitForSignal() {
        return signal;
    }

    /**
     * Ratis wakes all appenders at each answer and each commit, some three times for an entry that
     * is long sent, only to find that it is not time for a heartbeat yet.
     */
    @Override
    public void notifyLogAppender() {
        if (!isRunning() || super.shouldSendAppendEntries()) {
            signal.signal();
        } else {
            long millis = getHeartbeatWaitTimeMs();
            signal.signalIfAsleepAt(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    @Override
    public void run() throws IOException {
        heartbeats.add(this);
        try {
            super.run();
        } finally {
            heartbeats.remove(this);
        }
    }

    @Override
    public RaftPeer follower() {
        return getFollower().getPeer();
    }

    @Override
    public RaftGroupId group() {
        return getServer().getMemberId().getGroupId();
    }

    @Override
    public long term() {
        return term;
    }

    @Override
    public boolean isLeading() {
        return isRunning();
    }

    @Override
    public void confirmed(long sentNanos) {
        coveredUntilNanos = sentNanos + coverNanos;
        getFollower().updateLastRpcResponseTime();
    }

    @Override
    public void triggerHeartbeat() {
        triggered = true;
        super.triggerHeartbeat();
    }

    @Override
    protected void resetHeartbeatTrigger() {
        triggered = false;
        super.resetHeartbeatTrigger();
    }

    @Override
    public long getHeartbeatWaitTimeMs() {
        if (commitIsNews()) {
            return newsWaitMillis();
        }
        long own = super.getHeartbeatWaitTimeMs();
        return triggered ? own : Math.max(own, coveredMillis());
    }

    /** Only a message of Raft tells a follower what is committed, and so what it may apply. */
    private boolean commitIsNews() {
        return getRaftLog().getLastCommittedIndex() > getFollower().getCommitIndex();
    }

    /** The next entry tells it as well, so heartbeats are no more frequent than Ratis' own. */
    private long newsWaitMillis() {
        long period = getServer().properties().minRpcTimeoutMs() / 2;
        return triggered ? 0 : period - getFollower().getLastHeartbeatSendTime().elapsedTimeMs();
    }

    private long coveredMillis() {
        return TimeUnit.NANOSECONDS.toMillis(coveredUntilNanos - System.nanoTime());
    }

    /**
     * Ratis also says yes where it has no stream to the follower. That is made with the next
     * message, and with no heartbeat due there would be none: it would turn round and round.
     */
    @Override
    public boolean shouldSendAppendEntries() {
        boolean should = super.shouldSendAppendEntries();
        if (should && !triggered && !hasAppendEntries() && getHeartbeatWaitTimeMs() > 0) {
            triggerHeartbeat();
        }
        return should;
    }
}
