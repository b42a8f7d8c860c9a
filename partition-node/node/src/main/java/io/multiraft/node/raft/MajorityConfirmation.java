package io.multiraft.node.raft;

import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;

/** Asks the members of a group whether they follow this node. */
final class MajorityConfirmation implements ConfirmedReads.Majority {

    private final SharedHeartbeats heartbeats;
    private final Supplier<RaftServer.Division> division;

    MajorityConfirmation(SharedHeartbeats heartbeats, Supplier<RaftServer.Division> division) {
        this.heartbeats = heartbeats;
        this.division = division;
    }

    @Override
    public void ask(long term, Consumer<Boolean> answer) {
        RaftGroupMemberId self = division.get().getMemberId();
        RaftConfiguration configuration = division.get().getRaftConf();
        Set<RaftPeerId> voters =
                configuration.getCurrentPeers().stream()
                        .map(RaftPeer::getId)
                        .collect(Collectors.toSet());
        // Two majorities are needed while members change, and one without a leader that leaves.
        boolean simple =
                configuration.getPreviousPeers().isEmpty() && voters.remove(self.getPeerId());
        int others = (voters.size() + 1) / 2;
        Map<RaftPeerId, SharedHeartbeats.Led> followers =
                heartbeats.led(self.getGroupId()).stream()
                        .filter(led -> led.isLeading() && led.term() == term)
                        .filter(led -> voters.contains(led.follower().getId()))
                        .collect(
                                Collectors.toMap(
                                        led -> led.follower().getId(), led -> led, first()));
        if (!simple || followers.size() < others) {
            answer.accept(false);
        } else if (others == 0) {
            answer.accept(true);
        } else {
            Tally tally = new Tally(others, followers.size(), answer);
            followers.values().forEach(led -> heartbeats.ask(led, tally::count));
        }
    }

    /** A member has one vote. */
    private static <T> BinaryOperator<T> first() {
        return (one, another) -> one;
    }

    /** Says yes when enough have, and no when that can no longer be. */
    static final class Tally {

        private final int wanted;
        private final Consumer<Boolean> decided;
        private int yes;
        private int outstanding;
        private boolean over;

        Tally(int wanted, int asked, Consumer<Boolean> decided) {
            this.wanted = wanted;
            this.outstanding = asked;
            this.decided = decided;
        }

        void count(boolean follows) {
            boolean enough;
            synchronized (this) {
                outstanding--;
                yes += follows ? 1 : 0;
                enough = yes >= wanted;
                if (over || !enough && yes + outstanding >= wanted) {
                    return;
                }
                over = true;
            }
            decided.accept(enough);
        }
    }
}
