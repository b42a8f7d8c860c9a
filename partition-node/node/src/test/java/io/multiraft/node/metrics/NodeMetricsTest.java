package io.multiraft.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.multiraft.node.admission.Admission;
import io.multiraft.node.admission.AdmissionBounds;
import io.multiraft.node.admission.OverloadException;
import io.multiraft.node.admission.Share;
import io.multiraft.node.grpc.FakeReplica;
import io.multiraft.node.grpc.RoutedMethod.CallKind;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {

    private final NodeMetrics metrics = new NodeMetrics("1.2.3");

    @AfterEach
    void stop() {
        metrics.close();
    }

    @Test
    void showsWhatPartitionsSayOfThemselvesWhenAsked() {
        FakeReplica replica = new FakeReplica(2);
        metrics.observe(List.of(replica));
        replica.status =
                replica.status.toBuilder()
                        .setRole(Role.LEADER)
                        .setLeader("n-0")
                        .setTerm(7)
                        .setCommitIndex(120)
                        .setAppliedIndex(119)
                        .setSessionCount(3)
                        .build();

        assertThat(metrics.scrape().lines())
                .contains(
                        "multiraft_build{version=\"1.2.3\"} 1.0",
                        "multiraft_partition_role{partition=\"2\",role=\"leader\"} 1.0",
                        "multiraft_partition_role{partition=\"2\",role=\"follower\"} 0.0",
                        "multiraft_partition_term{partition=\"2\"} 7.0",
                        "multiraft_partition_commit_index{partition=\"2\"} 120.0",
                        "multiraft_partition_applied_index{partition=\"2\"} 119.0",
                        "multiraft_partition_sessions{partition=\"2\"} 3.0",
                        "multiraft_partition_leader_known{partition=\"2\"} 1.0",
                        "multiraft_partition_ready{partition=\"2\"} 0.0");
    }

    @Test
    void countsAllCallsAndTimesThoseThatWereAnswered() {
        metrics.onCallClosed(CallKind.PROPOSAL, 1, Status.Code.OK, 3_000_000);
        metrics.onCallClosed(CallKind.PROPOSAL, 1, Status.Code.UNAVAILABLE, 5_000_000_000L);
        metrics.onCallClosed(CallKind.STREAM, 1, Status.Code.OK, 60_000_000_000L);

        List<String> lines = metrics.scrape().lines().toList();
        assertThat(lines)
                .contains(
                        "multiraft_calls_total{code=\"OK\",kind=\"proposal\",partition=\"1\"} 1.0",
                        "multiraft_calls_total{code=\"UNAVAILABLE\",kind=\"proposal\",partition=\"1\"}"
                            + " 1.0",
                        "multiraft_calls_total{code=\"OK\",kind=\"stream\",partition=\"1\"} 1.0",
                        "multiraft_call_seconds_bucket{kind=\"proposal\",partition=\"1\",le=\"0.001\"}"
                            + " 0",
                        "multiraft_call_seconds_bucket{kind=\"proposal\",partition=\"1\",le=\"0.005\"}"
                            + " 1",
                        "multiraft_call_seconds_count{kind=\"proposal\",partition=\"1\"} 1");
        assertThat(lines)
                .noneMatch(line -> line.startsWith("multiraft_call_seconds_count{kind=\"s"));
    }

    @Test
    void countsOpenStreams() {
        AtomicInteger open = new AtomicInteger(3);
        metrics.observeStreams(open::get);
        assertThat(metrics.scrape().lines()).contains("multiraft_streams 3.0");

        open.set(0);
        assertThat(metrics.scrape().lines()).contains("multiraft_streams 0.0");
    }

    @Test
    void showsWhatIsLetInAndWhatIsNot() throws OverloadException {
        Admission admission = new Admission(new AdmissionBounds(4, 2, 2, 1, 1_000));
        metrics.observe("api", admission);
        admission.admit(Share.STREAMS).hold(10);
        assertThatThrownBy(() -> admission.admit(Share.STREAMS))
                .isInstanceOf(OverloadException.class);

        assertThat(metrics.scrape().lines())
                .contains(
                        "multiraft_admission_under_way{port=\"api\",share=\"streams\"} 1.0",
                        "multiraft_admission_limit{port=\"api\",share=\"calls\"} 4.0",
                        "multiraft_admission_bytes{port=\"api\"} 10.0",
                        "multiraft_calls_refused_total{port=\"api\",reason=\"streams\"} 1.0",
                        "multiraft_calls_refused_total{port=\"api\",reason=\"bytes\"} 0.0");
    }

    @Test
    void showsTheBasicsOfTheVirtualMachine() {
        assertThat(metrics.scrape())
                .contains(
                        "jvm_memory_used_bytes",
                        "jvm_threads_live_threads",
                        "process_uptime_seconds",
                        "process_files_open_files");
    }
}
