package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the lead of a partition goes back to its preferred leader, and when it stays. */
class LeaderBalanceIT extends OperatorTestBed {

    @Test
    void leadGoesBackToThePreferredLeaderOnce() {
        RunningOperator operator = startWithCluster();
        rollOut();
        nodes.elect(1, "sample-2");
        await().until(() -> nodes.transfers(1).size() == 1);
        await().untilAsserted(
                        () -> {
                            assertThat(partition(1).getStatus().leader()).isEqualTo("sample-0");
                            assertThat(partition(1).getStatus().term()).isEqualTo(3);
                            assertThat(told(partition(1), "LeaderMoved")).isEqualTo(1);
                        });
        awaitQuiet(operator);
        assertThat(nodes.transfers(1)).containsExactly("sample-2 -> sample-0");
        assertThat(nodes.transfers(2)).isEmpty();
        assertThat(nodes.transfers(3)).isEmpty();
        assertThat(told(partition(1), "LeaderMoved")).isEqualTo(1);
    }

    @Test
    void leadStaysWhileAMemberDoesNotKeepUp() {
        startWithCluster();
        rollOut();
        nodes.keepUp(1, "sample-1", false);
        nodes.elect(1, "sample-2");
        nodes.elect(2, "sample-0");
        // Partition 1 would have come first.
        await().until(() -> nodes.transfers(2).size() == 1);
        assertThat(nodes.transfers(1)).isEmpty();

        nodes.keepUp(1, "sample-1", true);
        await().until(() -> nodes.transfers(1).size() == 1);
    }

    @Test
    void leadStaysWhileNodesAreRolledOut() {
        startWithCluster();
        nodes.elect(1, "sample-2");
        await().until(() -> "sample-2".equals(partition(1).getStatus().leader()));
        await().during(LEADER_BALANCE_AFTER.multipliedBy(3))
                .until(() -> nodes.transfers(1).isEmpty());

        rollOut();
        await().until(() -> nodes.transfers(1).size() == 1);
    }

    @Test
    void leadThatCannotBeMovedIsNotAskedForAgainAtOnce() {
        startWithCluster();
        rollOut();
        nodes.refuseTransfers(1);
        nodes.elect(1, "sample-2");
        nodes.elect(2, "sample-0");
        nodes.elect(3, "sample-0");
        await().until(() -> nodes.transfers(3).size() == 1);
        assertThat(nodes.transfers(2)).containsExactly("sample-0 -> sample-1");
        assertThat(nodes.transfers(1)).hasSize(1);
        await().until(() -> told(partition(1), "LeaderNotMoved") == 1);
        assertThat(told(partition(1), "LeaderMoved")).isZero();
        assertThat(partition(1).getStatus().leader()).isEqualTo("sample-2");
    }
}
