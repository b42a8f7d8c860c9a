package io.multiraft.node.raft;

import io.multiraft.node.raft.SharedHeartbeats.Led;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;

/** Asks the members of a group whether they follow this node. */
final class MajorityConfirmation implements ConfirmedReads.Majority {

    private final SharedHeartbeats heartbeats;
    private final Supplier<RaftServer.Division> division;

    private final Inquiries inquiries;

    /**
     * @param later runs something after so long
     */
    MajorityConfirmation(
            SharedHeartbeats heartbeats, Supplier<RaftServer.Division> division, Later later) {
        this.heartbeats = heartbeats;
        this.division = division;
        this.inquiries = new Inquiries(heartbeats::ask, later, System::nanoTime);
    }

    @Override
    public void ask(long term, Consumer<Boolean> answer) {
        RaftGroupMemberId self = division.get().getMemberId();
        RaftConfiguration configuration = division.get().getRaftConf();
        Set<RaftPeerId> voters = new HashSet<>();
        configuration.getCurrentPeers().forEach(peer -> voters.add(peer.getId()));
        // Two majorities are needed while members change, and one without a leader that leaves.
        boolean simple =
                configuration.getPreviousPeers().isEmpty() && voters.remove(self.getPeerId());
        int others = (voters.size() + 1) / 2;
        List<Led> followers = followers(heartbeats.led(self.getGroupId()), term, voters);
        if (!simple || followers.size() < others) {
            answer.accept(false);
        } else if (others == 0) {
            answer.accept(true);
        } else {
            inquiries.ask(others, followers, answer);
        }
    }

    /** Each once, for a member has one vote. */
    private static List<Led> followers(Set<Led> all, long term, Set<RaftPeerId> voters) {
        List<Led> followers = new ArrayList<>();
        for (Led led : all) {
            if (led.isLeading() && led.term() == term && voters.remove(led.follower().getId())) {
                followers.add(led);
            }
        }
        return followers;
    }
}
