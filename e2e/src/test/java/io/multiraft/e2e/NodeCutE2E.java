package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.Progress;
import io.multiraft.e2e.support.RaftCluster;
import io.multiraft.e2e.support.SessionHistory;
import io.multiraft.e2e.support.TestBed;
import io.multiraft.e2e.support.Workload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A machine with a leader on it is cut off the network, and comes back. */
@EndToEnd
@Order(100)
class NodeCutE2E {

    private static final Duration NEW_LEADERS_SHOWN = Duration.ofSeconds(5);

    @Test
    void theOthersGoOnAndTheOneThatWasCutOffJoinsAgain(TestBed bed) {
        RaftCluster cluster = bed.sample();
        Pod victim = leaderAwayFromTheOperator(bed);
        String name = victim.getMetadata().getName();
        String machine = victim.getSpec().getNodeName();
        try (SessionHistory history = bed.sessionHistory();
                Workload workload =
                        Workload.start(
                                cluster, TestBed.PARTITIONS, "cut", Duration.ofSeconds(30))) {
            workload.resetGaps();
            bed.faults().cut(machine);
            try {
                Await.asPromised(NEW_LEADERS_SHOWN, "new leaders shown, none of them " + name)
                        .untilAsserted(
                                () ->
                                        assertThat(cluster.leaders().values())
                                                .isNotEmpty()
                                                .doesNotContain("", name));
                Await.soon(machine + " missed by Kubernetes too").until(() -> !ready(bed, machine));
                workload.awaitProgress();
                Progress.say(
                        "longest time without a write: "
                                + workload.longestGap().toMillis()
                                + " ms");
            } finally {
                bed.faults().heal(machine);
            }
            Await.soon(machine + " Ready").until(() -> ready(bed, machine));
            cluster.awaitReady();
            workload.awaitProgress();
            workload.assertNothingLost();
            assertThat(history.otherThanOpened("orders", "settings", "worker")).isEmpty();
        }
    }

    private static boolean ready(TestBed bed, String machine) {
        return Readiness.isNodeReady(bed.kubernetes().nodes().withName(machine).require());
    }

    /** On the operator's own machine it would be the operator that is cut off. */
    private static Pod leaderAwayFromTheOperator(TestBed bed) {
        List<String> avoided =
                bed.operator().pods().stream().map(pod -> pod.getSpec().getNodeName()).toList();
        return bed.sample().leaders().values().stream()
                .map(bed.sample()::pod)
                .filter(pod -> !avoided.contains(pod.getSpec().getNodeName()))
                .findFirst()
                .orElseGet(() -> leaderMovedAway(bed, avoided));
    }

    /** All lead from the operator's machine: let one of them go, so that another leads. */
    private static Pod leaderMovedAway(TestBed bed, List<String> avoided) {
        bed.faults().killProcess(bed.sample().leaderOf(1));
        Await.soon("a leader away from the operator's machine")
                .until(
                        () ->
                                bed.sample().leaders().values().stream()
                                        .map(bed.sample()::pod)
                                        .anyMatch(
                                                pod ->
                                                        !avoided.contains(
                                                                pod.getSpec().getNodeName())));
        bed.awaitWell();
        return leaderAwayFromTheOperator(bed);
    }
}
