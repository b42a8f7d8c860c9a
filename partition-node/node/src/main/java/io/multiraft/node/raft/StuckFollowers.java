package io.multiraft.node.raft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.raftlog.RaftLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds followers that should get entries and do not. A pod that comes back under another address
 * can leave the leader with a connection that ends nowhere: it counts as open, what is written to
 * it waits, and until the kernel gives it up, after a quarter of an hour, nobody says that anything
 * is wrong, as heartbeats have a connection of their own.
 */
final class StuckFollowers {

    private static final Logger LOG = LoggerFactory.getLogger(StuckFollowers.class);

    /**
     * A follower whose connections should be made anew.
     *
     * @param times how often that was said since it got its last entry, from 1
     */
    record Stuck(Follower follower, int times) {}

    private record Standstill(long matchIndex, long sinceNanos, int times) {}

    private final long patienceNanos = RaftLimits.STANDSTILL.toNanos();
    private final Map<RaftPeerId, Standstill> standstills = new HashMap<>();

    /**
     * Those that are behind, and not one entry further for as long as {@link
     * RaftLimits#STANDSTILL}; each again after the same time, since a member that is away may come
     * back under another address. One that gets a snapshot is not among them.
     *
     * @param firstIndex the first entry of the leader's log; who needs an earlier one gets a
     *     snapshot
     * @param lastIndex the last entry of the leader's log
     */
    List<Stuck> look(List<Follower> followers, long firstIndex, long lastIndex, long nowNanos) {
        List<Stuck> stuck = new ArrayList<>();
        for (Follower follower : followers) {
            long match = follower.matchIndex();
            Standstill before = standstills.get(follower.id());
            if (match >= lastIndex || follower.nextIndex() < firstIndex) {
                standstills.remove(follower.id());
            } else if (before == null || before.matchIndex() != match) {
                standstills.put(follower.id(), new Standstill(match, nowNanos, 0));
            } else if (nowNanos - before.sinceNanos() >= patienceNanos) {
                int times = before.times() + 1;
                standstills.put(follower.id(), new Standstill(match, nowNanos, times));
                stuck.add(new Stuck(follower, times));
            }
        }
        return stuck;
    }

    /** Looks at those of a partition that this node leads, and connects to them. */
    void connectAnew(int partition, DivisionClient client, long nowNanos) {
        RaftLog log = client.division().getRaftLog();
        long lastIndex = log.getNextIndex() - 1;
        // What an idle partition has to say of its followers is not worth asking for.
        if (Follower.allHave(client.division(), lastIndex)) {
            clear();
            return;
        }
        List<Follower> followers = Follower.of(client.division());
        for (Stuck stuck : look(followers, log.getStartIndex(), lastIndex, nowNanos)) {
            Follower follower = stuck.follower();
            if (stuck.times() == 1) {
                LOG.warn(
                        "Partition {}: {} stays at entry {} of {} for {}, connecting to it anew",
                        partition,
                        follower.id(),
                        follower.matchIndex(),
                        lastIndex,
                        RaftLimits.STANDSTILL);
            }
            // The thread that calls looks after all partitions.
            client.connectAnewInBackground(follower.id());
        }
    }

    /** Another leads. */
    void clear() {
        standstills.clear();
    }
}
