package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.client.Versioned;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.RaftCluster;
import io.multiraft.e2e.support.TestBed;
import io.multiraft.e2e.support.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** All pods die at once: everything comes back from disk. */
@EndToEnd
@Order(80)
class AllPodsE2E {

    @Test
    void everythingAcknowledgedComesBackFromDisk(TestBed bed) {
        RaftCluster cluster = bed.sample();
        try (Workload workload =
                        Workload.start(
                                cluster, TestBed.PARTITIONS, "all-pods", Duration.ofSeconds(30));
                MultiRaftClient client = cluster.client()) {
            Session session = client.openSession(SessionOptions.unnamed());
            for (int i = 0; i < 20; i++) {
                session.map("all-pods").put("key-" + i, ByteString.copyFromUtf8("value-" + i));
            }
            Map<String, Versioned<ByteString>> before = session.map("all-pods").entries();
            assertThat(before).hasSize(20);

            List<Pod> pods = cluster.pods();
            bed.faults().deletePods(pods);
            pods.forEach(cluster::awaitSuccessor);
            cluster.awaitReady();
            workload.awaitProgress();
            workload.assertNothingLost();
            assertThat(session.map("all-pods").entries()).isEqualTo(before);
            assertThat(session.ended()).isEmpty();
        }
        bed.awaitWell();
    }
}
