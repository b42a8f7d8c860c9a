package io.multiraft.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.node.grpc.FakeReplica;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private final Readiness readiness = new Readiness();

    @Test
    void isNotReadyBeforeTheStartAndAfterTheStop() {
        assertThat(readiness.missing()).containsExactly("the node is starting");
        readiness.started(List.of());
        assertThat(readiness.missing()).isEmpty();
        readiness.stopping();
        assertThat(readiness.missing()).containsExactly("the node is stopping");
    }

    @Test
    void namesEveryPartitionThatIsMissing() {
        FakeReplica ready = new FakeReplica(1);
        ready.status = ready.status.toBuilder().setReady(true).setLeader("n-0").build();
        FakeReplica leaderless = new FakeReplica(2);
        FakeReplica behind = new FakeReplica(3);
        behind.status =
                behind.status.toBuilder()
                        .setLeader("n-0")
                        .setAppliedIndex(10)
                        .setCommitIndex(900)
                        .build();
        FakeReplica failed = new FakeReplica(4);
        failed.status = failed.status.toBuilder().setMessage("its log is broken").build();
        readiness.started(List.of(ready, leaderless, behind, failed));

        assertThat(readiness.missing())
                .containsExactly(
                        "partition 2: no leader is known",
                        "partition 3: applied entry 10 of 900",
                        "partition 4: its log is broken");
    }
}
