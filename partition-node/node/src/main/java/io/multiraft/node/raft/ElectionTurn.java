package io.multiraft.node.raft;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a follower that hears nothing stands for election: the members one after the other.
 *
 * <p>Ratis' followers sleep a random time and then look, so they notice after up to two of them;
 * two that wake up together split the vote, and one whose log is shorter is refused: each costs
 * another such time. Here every member has a turn of its own, far enough from the others' for a
 * vote to be over, and late enough for all to have missed the leader. Ratis' own timer goes on
 * beside it, for what no turn foresees.
 *
 * <p>Members ask each other for votes only now and then, over connections of their own. One to a
 * pod that came back under another address may end nowhere, and nobody notices before a vote is
 * asked for. So who stands again, with no leader in between, connects to the others anew.
 */
final class ElectionTurn {

    private static final Logger LOG = LoggerFactory.getLogger(ElectionTurn.class);

    private final RaftPeerId self;
    private final int partitionId;
    private final long firstMillis;
    private final long stepMillis;
    private final long heartbeatNanos;

    private RaftPeerId lastLeader;
    private long lastLookNanos;
    private long steadySinceNanos;

    /** Before that the leader cannot have been silent for the shortest patience. */
    private long quietUntilNanos;

    private volatile boolean possible = true;

    /** How often it stood since it last knew a leader. */
    private volatile int stood;

    ElectionTurn(int partitionId, ReplicaSettings settings, long nowNanos) {
        this.self = RaftPeerId.valueOf(settings.self());
        this.partitionId = partitionId;
        Duration min = settings.electionTimeoutMin();
        this.firstMillis = min.plus(settings.electionTimeoutMax()).dividedBy(2).toMillis();
        // Members may have heard the leader's last word a heartbeat apart, which is half of min.
        this.stepMillis = min.multipliedBy(2).dividedBy(3).toMillis();
        this.heartbeatNanos = min.dividedBy(2).toNanos();
        this.lastLookNanos = nowNanos;
        this.steadySinceNanos = nowNanos;
        this.quietUntilNanos = nowNanos;
    }

    /** Called by the watchdog, whatever this member is. */
    boolean isDue(RaftServer.Division division, long nowNanos) {
        DivisionInfo info = division.getInfo();
        long steadyNanos = steadyNanos(nowNanos);
        if (info.getLeaderId() != null) {
            lastLeader = info.getLeaderId();
            stood = 0;
        }
        if (!possible || !info.isFollower() || nowNanos - quietUntilNanos < 0) {
            return false;
        }
        try {
            long silentMillis =
                    DivisionRepairs.silence(division).map(Duration::toMillis).orElse(0L);
            if (silentMillis < firstMillis) {
                quietUntilNanos =
                        nowNanos + TimeUnit.MILLISECONDS.toNanos(firstMillis - silentMillis);
                return false;
            }
            Optional<Duration> patience = patience(division);
            return patience.isPresent()
                    && steadyNanos >= steadyNanosNeeded(patience.get())
                    && DivisionRepairs.isSilent(division, patience.get());
        } catch (ReflectiveOperationException | RuntimeException e) {
            leaveItToRatis(e);
            return false;
        }
    }

    /**
     * May wait for Ratis' lock; does nothing where the leader was heard from meanwhile.
     *
     * @param connectAnew ends the connections to a member
     */
    void stand(RaftServer.Division division, Consumer<RaftPeerId> connectAnew) {
        Optional<Duration> patience = patience(division);
        // More and more seldom: other partitions share the connections.
        if (Integer.bitCount(stood) == 1) {
            voters(division).stream().filter(voter -> !voter.equals(self)).forEach(connectAnew);
        }
        try {
            if (patience.isPresent()
                    && DivisionRepairs.standForElection(division, patience.get())) {
                LOG.info(
                        "Partition {}: heard from no leader for {} ms, standing for election",
                        partitionId,
                        patience.get().toMillis());
                stood = stood + 1;
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            leaveItToRatis(e);
        }
    }

    private void leaveItToRatis(Exception e) {
        possible = false;
        LOG.warn("Partition {}: a lost leader may be replaced late: {}", partitionId, e.toString());
    }

    private Optional<Duration> patience(RaftServer.Division division) {
        return patience(voters(division), lastLeader);
    }

    private static List<RaftPeerId> voters(RaftServer.Division division) {
        return division.getRaftConf().getCurrentPeers().stream().map(RaftPeer::getId).toList();
    }

    /**
     * How long to hear nothing before standing; empty for who is no voter.
     *
     * @param leader the last one known, who had its turn and is the last; null if there was none
     */
    Optional<Duration> patience(Collection<RaftPeerId> voters, RaftPeerId leader) {
        if (!voters.contains(self)) {
            return Optional.empty();
        }
        List<RaftPeerId> others =
                voters.stream()
                        .filter(voter -> !voter.equals(leader))
                        .sorted(Comparator.comparing(RaftPeerId::toString))
                        .toList();
        // Another begins in each partition, or the same node would inherit all.
        int turn =
                self.equals(leader)
                        ? others.size()
                        : (others.indexOf(self) + partitionId) % others.size();
        return Optional.of(Duration.ofMillis(firstMillis + turn * stepMillis));
    }

    /**
     * How long this process has run without a stall. After one, what the leader sent is still to be
     * read, so silence means nothing at first.
     */
    long steadyNanos(long nowNanos) {
        if (nowNanos - lastLookNanos > heartbeatNanos) {
            steadySinceNanos = nowNanos;
        }
        lastLookNanos = nowNanos;
        return nowNanos - steadySinceNanos;
    }

    /** The turns stay apart after a stall of all members, who may share a machine. */
    long steadyNanosNeeded(Duration patience) {
        return heartbeatNanos + patience.minusMillis(firstMillis).toNanos();
    }
}
