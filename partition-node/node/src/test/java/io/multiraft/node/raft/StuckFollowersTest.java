package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.node.raft.StuckFollowers.Stuck;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftPeerId;
import org.junit.jupiter.api.Test;

class StuckFollowersTest {

    private static final long FIRST = 100;
    private static final long LAST = 200;

    private final StuckFollowers stuckFollowers = new StuckFollowers();

    @Test
    void findsOneThatIsBehindAndGetsNothing() {
        assertThat(look(0, follower(150, 151))).isEmpty();
        assertThat(look(9, follower(150, 151))).isEmpty();
        assertThat(look(10, follower(150, 151))).containsExactly(new Stuck(follower(150, 151), 1));
    }

    @Test
    void saysItAgainAfterTheSameTime() {
        look(0, follower(150, 151));
        assertThat(look(10, follower(150, 151))).extracting(Stuck::times).containsExactly(1);
        assertThat(look(19, follower(150, 151))).isEmpty();
        assertThat(look(20, follower(150, 151))).extracting(Stuck::times).containsExactly(2);
    }

    @Test
    void leavesOneAloneThatGetsOn() {
        look(0, follower(150, 151));
        assertThat(look(9, follower(151, 152))).isEmpty();
        assertThat(look(18, follower(152, 153))).isEmpty();
    }

    @Test
    void leavesOneAloneThatHasAll() {
        look(0, follower(LAST, LAST + 1));
        assertThat(look(60, follower(LAST, LAST + 1))).isEmpty();
    }

    @Test
    void leavesOneAloneThatGetsASnapshot() {
        look(0, follower(50, FIRST - 1));
        assertThat(look(60, follower(50, FIRST - 1))).isEmpty();
    }

    @Test
    void countsAnewUnderANewTerm() {
        look(0, follower(150, 151));
        stuckFollowers.clear();
        assertThat(look(10, follower(150, 151))).isEmpty();
        assertThat(look(20, follower(150, 151))).extracting(Stuck::times).containsExactly(1);
    }

    private List<Stuck> look(long seconds, Follower follower) {
        return stuckFollowers.look(
                List.of(follower), FIRST, LAST, TimeUnit.SECONDS.toNanos(seconds));
    }

    private static Follower follower(long matchIndex, long nextIndex) {
        return new Follower(RaftPeerId.valueOf("node-1"), 5, matchIndex, nextIndex);
    }
}
