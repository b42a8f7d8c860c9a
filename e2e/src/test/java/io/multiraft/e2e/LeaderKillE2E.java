package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.Progress;
import io.multiraft.e2e.support.RaftCluster;
import io.multiraft.e2e.support.SessionHistory;
import io.multiraft.e2e.support.TestBed;
import io.multiraft.e2e.support.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Any one pod may die, the leader's included: nothing acknowledged is lost and no session ends. */
@EndToEnd
@Order(70)
class LeaderKillE2E {

    private static final Duration NEW_LEADER_SHOWN = Duration.ofSeconds(5);

    /** Generous; {@code measure.sh} holds it to 3 s. */
    private static final Duration GAP = Duration.ofSeconds(5);

    private static final String[] SESSIONS = {"orders", "settings", "worker"};

    @Test
    void survivesTheDeathOfTheLeadersProcess(TestBed bed) {
        RaftCluster cluster = bed.sample();
        Pod leader = cluster.leaderOf(1);
        survives(bed, "killed", leader, () -> bed.faults().killProcess(leader));
    }

    @Test
    void survivesTheDeletionOfAnotherLeadersPod(TestBed bed) {
        RaftCluster cluster = bed.sample();
        Pod leader = cluster.leaderOf(2);
        survives(bed, "deleted", leader, () -> bed.faults().deletePods(List.of(leader)));
    }

    @Test
    void survivesAPodThatIsStoppedInGoodOrder(TestBed bed) {
        RaftCluster cluster = bed.sample();
        Pod leader = cluster.leaderOf(3);
        survives(
                bed,
                "stopped",
                leader,
                () ->
                        bed.kubectl()
                                .run(
                                        "delete",
                                        "pod",
                                        leader.getMetadata().getName(),
                                        "-n",
                                        TestBed.NAMESPACE,
                                        "--wait=false"));
    }

    private static void survives(TestBed bed, String prefix, Pod leader, Runnable fault) {
        RaftCluster cluster = bed.sample();
        String name = leader.getMetadata().getName();
        List<Integer> led =
                cluster.leaders().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(name))
                        .map(entry -> entry.getKey())
                        .toList();
        try (SessionHistory history = bed.sessionHistory();
                Workload workload =
                        Workload.start(
                                cluster, TestBed.PARTITIONS, prefix, Duration.ofSeconds(30))) {
            Map<Integer, Long> terms = cluster.terms();
            workload.resetGaps();
            fault.run();
            Await.asPromised(NEW_LEADER_SHOWN, "new leaders of partitions " + led + " shown")
                    .untilAsserted(
                            () ->
                                    assertThat(cluster.leaders())
                                            .allSatisfy(
                                                    (id, now) -> {
                                                        assertThat(now).isNotEmpty();
                                                        if (led.contains(id)) {
                                                            assertThat(cluster.terms().get(id))
                                                                    .isGreaterThan(terms.get(id));
                                                        }
                                                    }));
            workload.awaitProgress();
            cluster.awaitSuccessor(leader);
            cluster.awaitReady();
            workload.awaitProgress();
            Progress.say(
                    "longest time without a write: " + workload.longestGap().toMillis() + " ms");
            assertThat(workload.longestCalmGap()).isLessThan(GAP);
            workload.assertNothingLost();
            assertThat(history.otherThanOpened(SESSIONS)).isEmpty();
        }
    }
}
