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

    /** More than the minute between two moves of one lead, should the last one be fresh. */
    private static final int RETURN_SECONDS = 90;

    @Test
    void theLeadReturnsToThePreferredLeaderAfterItsDeath(TestBed bed) {
        RaftCluster cluster = bed.sample();
        cluster.awaitPreferredLeaders(RETURN_SECONDS);
        Pod preferred = cluster.leaderOf(1);
        String name = preferred.getMetadata().getName();
        assertThat(cluster.leaders().values()).as("each node leads one").doesNotHaveDuplicates();
        try (Workload workload =
                Workload.start(cluster, TestBed.PARTITIONS, "return", Duration.ofSeconds(10))) {
            bed.faults().killProcess(preferred);
            Await.within(10, "partition 1 led by another than " + name)
                    .until(() -> !leaderShown(bed).isEmpty() && !leaderShown(bed).equals(name));
            cluster.awaitSuccessor(preferred);
            cluster.awaitReady(60);
            long ready = System.nanoTime();
            cluster.awaitPreferredLeaders(RETURN_SECONDS);
            Progress.say(
                    "all was ready "
                            + Duration.ofNanos(System.nanoTime() - ready).toSeconds()
                            + " s before the lead was back");
            assertThat(leaderShown(bed)).isEqualTo(name);
            workload.awaitProgress(10);
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
