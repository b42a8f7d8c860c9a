package io.multiraft.node.raft;

import io.multiraft.node.raft.SharedHeartbeats.Led;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * One question to the followers of a group, whether they follow: put to as few as must say yes, and
 * to the others when that was not enough.
 */
final class Inquiry {

    /** Asks one follower. */
    interface Asking {

        /**
         * Does not wait for the answer.
         *
         * @param follows called once at most, on any thread, perhaps before this returns
         */
        void ask(Led follower, Consumer<Boolean> follows);
    }

    private final int wanted;
    private final Asking asking;
    private final Consumer<Set<RaftPeerId>> decided;
    private final long askedNanos;
    private final Deque<Led> unasked;
    private final Set<RaftPeerId> yes = new HashSet<>();

    /** Asked, and not answered yet. */
    private int underWay;

    private boolean over;

    /**
     * @param wanted how many have to say yes, at least one
     * @param followers each once, in the order in which they are to be asked
     * @param decided called once: with those that said yes as soon as they are enough, with none as
     *     soon as they can no longer be
     */
    Inquiry(
            int wanted,
            Collection<Led> followers,
            Asking asking,
            Consumer<Set<RaftPeerId>> decided,
            long nowNanos) {
        this.wanted = wanted;
        this.asking = asking;
        this.decided = decided;
        this.askedNanos = nowNanos;
        this.unasked = new ArrayDeque<>(followers);
    }

    /** Asks as few as must say yes. */
    void begin() {
        ask(next(wanted));
    }

    /** Asks all that were not asked yet. */
    void askTheOthers() {
        ask(next(Integer.MAX_VALUE));
    }

    private synchronized List<Led> next(int most) {
        List<Led> next = over ? List.of() : unasked.stream().limit(most).toList();
        next.forEach(follower -> unasked.remove());
        underWay += next.size();
        return next;
    }

    private void ask(List<Led> followers) {
        for (Led follower : followers) {
            asking.ask(follower, follows -> count(follower.follower().getId(), follows));
        }
    }

    private void count(RaftPeerId follower, boolean follows) {
        boolean ends;
        synchronized (this) {
            if (over) {
                return;
            }
            underWay--;
            if (follows) {
                yes.add(follower);
            }
            over = isEnough() || yes.size() + underWay + unasked.size() < wanted;
            ends = over;
        }
        if (ends) {
            decided.accept(isEnough() ? yes : Set.of());
        } else if (isShort()) {
            askTheOthers();
        }
    }

    private synchronized boolean isEnough() {
        return yes.size() >= wanted;
    }

    /** Even if all say yes that were asked, it is not enough. */
    private synchronized boolean isShort() {
        return yes.size() + underWay < wanted;
    }

    synchronized boolean isOver() {
        return over;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - askedNanos;
    }
}
