package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.node.partition.PartitionReplica.Leadership;
import io.multiraft.node.partition.PartitionReplica.Watch;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.util.LifeCycle;
import org.junit.jupiter.api.Test;

class LeadershipTrackerTest {

    private static final RaftPeerId SELF = RaftPeerId.valueOf("a");
    private static final RaftPeerId OTHER = RaftPeerId.valueOf("b");

    private final LeadershipTracker tracker = new LeadershipTracker(SELF);
    private LifeCycle.State state = LifeCycle.State.RUNNING;

    @Test
    void leaderIsKnownOnlyInTheTermItWasElectedIn() {
        tracker.elected(3, OTHER);

        assertThat(tracker.observe(info(3, OTHER, false))).isEqualTo(new Leadership(3, "b", false));
        // Ratis has moved the term on and not yet forgotten the leader of the one before.
        assertThat(tracker.observe(info(4, OTHER, false))).isEqualTo(new Leadership(4, "", false));
        assertThat(tracker.observe(info(4, null, false))).isEqualTo(new Leadership(4, "", false));
    }

    @Test
    void leaderThatIsNotReadyIsNotALeaderYet() {
        tracker.elected(3, SELF);

        assertThat(tracker.observe(info(3, SELF, false))).isEqualTo(new Leadership(3, "", false));
        assertThat(tracker.observe(info(3, SELF, true))).isEqualTo(new Leadership(3, "a", true));
    }

    @Test
    void leaderThatWasReadyIsNotAskedAgainInItsTerm() {
        tracker.elected(3, SELF);
        tracker.publish(new Leadership(3, "a", true));
        assertThat(tracker.observe(info(3, SELF, false))).isEqualTo(new Leadership(3, "a", true));

        tracker.elected(4, SELF);
        assertThat(tracker.observe(info(4, SELF, false))).isEqualTo(new Leadership(4, "", false));
    }

    @Test
    void leaderThatIsClosedLeadsNoLonger() {
        tracker.elected(3, SELF);
        tracker.publish(new Leadership(3, "a", true));
        state = LifeCycle.State.CLOSING;

        assertThat(tracker.observe(info(3, SELF, false))).isEqualTo(new Leadership(3, "", false));
    }

    @Test
    void watcherIsToldAtOnceAndOfEveryChangeUntilItIsClosed() {
        List<Leadership> seen = new ArrayList<>();
        Leadership first = new Leadership(1, "a", true);
        Leadership second = new Leadership(2, "b", false);
        Watch watch = tracker.watch(seen::add);

        tracker.publish(first);
        tracker.publish(first);
        tracker.publish(second);
        watch.close();
        watch.close();
        tracker.publish(first);

        assertThat(seen).containsExactly(new Leadership(0, "", false), first, second);
    }

    @Test
    void watcherMayCloseItselfAndWatchAgainWhileItIsTold() {
        List<Leadership> seen = new ArrayList<>();
        List<Watch> watches = new ArrayList<>();
        Leadership change = new Leadership(1, "a", true);
        watches.add(
                tracker.watch(
                        now -> {
                            if (now.self()) {
                                watches.get(0).close();
                                watches.add(tracker.watch(seen::add));
                            }
                        }));

        tracker.publish(change);
        tracker.publish(new Leadership(2, "", false));

        assertThat(seen).containsExactly(change, new Leadership(2, "", false));
    }

    private DivisionInfo info(long term, RaftPeerId leader, boolean ready) {
        return new DivisionInfo() {
            @Override
            public RaftPeerRole getCurrentRole() {
                return SELF.equals(leader) ? RaftPeerRole.LEADER : RaftPeerRole.FOLLOWER;
            }

            @Override
            public boolean isLeaderReady() {
                return ready;
            }

            @Override
            public RaftPeerId getLeaderId() {
                return leader;
            }

            @Override
            public LifeCycle.State getLifeCycleState() {
                return state;
            }

            @Override
            public RoleInfoProto getRoleInfoProto() {
                throw new UnsupportedOperationException();
            }

            @Override
            public long getCurrentTerm() {
                return term;
            }

            @Override
            public long getLastAppliedIndex() {
                return 0;
            }

            @Override
            public long[] getFollowerNextIndices() {
                throw new UnsupportedOperationException();
            }

            @Override
            public long[] getFollowerMatchIndices() {
                throw new UnsupportedOperationException();
            }
        };
    }
}
