package io.multiraft.node.raft;

import io.multiraft.node.partition.PartitionReplica.Leadership;
import io.multiraft.node.partition.PartitionReplica.Watch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    private final Set<Registration> registrations = new LinkedHashSet<>();
    private volatile Elected elected = new Elected(-1, null);
    private volatile Leadership current = new Leadership(0, "", false);
    private long changes;

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
        return info.isLeader() && info.isAlive() && (isPublished(term) || info.isLeaderReady())
                ? new Leadership(term, leader.toString(), true)
                : new Leadership(term, "", false);
    }

    /**
     * Who is ready to take proposals stays so in its term, until it is closed; to ask Ratis for it
     * costs more.
     */
    private boolean isPublished(long term) {
        Leadership published = current;
        return published.self() && published.term() == term;
    }

    /** Tells the watchers, unless nothing has changed. */
    void publish(Leadership observed) {
        List<Registration> toTell;
        long number;
        synchronized (this) {
            if (observed.equals(current)) {
                return;
            }
            current = observed;
            number = ++changes;
            toTell = new ArrayList<>(registrations);
        }
        toTell.forEach(registration -> registration.tell(number, observed));
    }

    Watch watch(Consumer<Leadership> watcher) {
        Registration registration = new Registration(watcher);
        Leadership now;
        long number;
        synchronized (this) {
            registrations.add(registration);
            now = current;
            number = changes;
        }
        registration.tell(number, now);
        return registration;
    }

    private synchronized void remove(Registration registration) {
        registrations.remove(registration);
    }

    /** One watcher, called without the tracker's monitor, and never with what it has gone past. */
    private final class Registration implements Watch {

        private final Consumer<Leadership> watcher;
        private long told = -1;
        private boolean closed;

        Registration(Consumer<Leadership> watcher) {
            this.watcher = watcher;
        }

        synchronized void tell(long number, Leadership leadership) {
            if (!closed && number > told) {
                told = number;
                watcher.accept(leadership);
            }
        }

        @Override
        public void close() {
            remove(this);
            synchronized (this) {
                closed = true;
            }
        }
    }
}
