package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.Progress;
import io.multiraft.e2e.support.RaftCluster;
import io.multiraft.e2e.support.TestBed;
import io.multiraft.e2e.support.Workload;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A node that lost its leads gets them back once all has been well for a while. */
@EndToEnd
@Order(65)
class LeaderReturnE2E {

    @Test
    void theLeadReturnsToThePreferredLeaderAfterItsDeath(TestBed bed) {
        RaftCluster cluster = bed.sample();
        cluster.awaitPreferredLeaders();
        Pod preferred = cluster.leaderOf(1);
        String name = preferred.getMetadata().getName();
        Await.soon("each node leads one")
                .untilAsserted(
                        () -> assertThat(cluster.leaders().values()).doesNotHaveDuplicates());
        try (Workload workload =
                Workload.start(cluster, TestBed.PARTITIONS, "return", Duration.ofSeconds(30))) {
            long term = cluster.terms().get(1);
            bed.faults().killProcess(preferred);
            Await.soon("another leader of partition 1, or the same in a later term")
                    .until(() -> cluster.terms().get(1) > term && !leaderShown(bed).isEmpty());
            cluster.awaitSuccessor(preferred);
            cluster.awaitReady();
            long ready = System.nanoTime();
            cluster.awaitPreferredLeaders();
            Progress.say(
                    "all was ready "
                            + Duration.ofNanos(System.nanoTime() - ready).toSeconds()
                            + " s before the lead was back");
            assertThat(leaderShown(bed)).isEqualTo(name);
            workload.awaitProgress();
            workload.assertNothingLost();
        }
    }

    /** Of partition 1, as {@code kubectl get partitions} prints it. */
    private static String leaderShown(TestBed bed) {
        return bed.kubectl()
                .table("get", "partitions", "-n", TestBed.NAMESPACE)
                .get("sample-1")
                .get("LEADER");
    }
}
