package io.multiraft.node.raft;

import io.multiraft.node.partition.PartitionReplica.Leadership;
import io.multiraft.node.partition.PartitionReplica.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;

/**
 * Who leads a partition, as one value.
 *
 * <p>Ratis changes the term first and the leader after, so the two must not be read one after the
 * other. It calls {@link #elected} under the lock both are changed under: that pair is right, and a
 * leader is only ever published in the term it was seen in.
 */
final class LeadershipTracker {

    private record Elected(long term, RaftPeerId leader) {}

    private final RaftPeerId self;
    private final List<Consumer<Leadership>> watchers = new ArrayList<>();
    private volatile Elected elected = new Elected(-1, null);
    private volatile Leadership current = new Leadership(0, "", false);

    LeadershipTracker(RaftPeerId self) {
        this.self = self;
    }

    Leadership current() {
        return current;
    }

    /** Called by Ratis, with the division's lock held. */
    void elected(long term, RaftPeerId leader) {
        elected = new Elected(term, leader);
    }

    /** What is true now. A leader that is not ready to take proposals is not a leader yet. */
    Leadership observe(DivisionInfo info) {
        Elected seen = elected;
        long term = info.getCurrentTerm();
        RaftPeerId leader = info.getLeaderId();
        if (leader == null || seen.term != term || !leader.equals(seen.leader)) {
            return new Leadership(term, "", false);
        }
        if (!leader.equals(self)) {
            return new Leadership(term, leader.toString(), false);
        }
        return info.isLeader() && info.isLeaderReady()
                ? new Leadership(term, leader.toString(), true)
                : new Leadership(term, "", false);
    }

    /** Tells the watchers, unless nothing has changed. */
    synchronized void publish(Leadership observed) {
        if (!observed.equals(current)) {
            current = observed;
            new ArrayList<>(watchers).forEach(watcher -> watcher.accept(observed));
        }
    }

    synchronized Watch watch(Consumer<Leadership> watcher) {
        // Not the watcher itself: the same one may be registered twice.
        Consumer<Leadership> registered = watcher::accept;
        watchers.add(registered);
        registered.accept(current);
        return () -> remove(registered);
    }

    private synchronized void remove(Consumer<Leadership> registered) {
        watchers.remove(registered);
    }
}
