package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.RaftSessions;
import io.multiraft.e2e.support.TestBed;
import io.multiraft.e2e.support.Workload;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Nobody notices that the operator is gone, and it makes up for what it missed. */
@EndToEnd
@Order(90)
class OperatorDownE2E {

    /** Some times the timeout of the sessions that are kept alive meanwhile. */
    private static final Duration OUTAGE = Duration.ofSeconds(40);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration DELETION_HONOURED = Duration.ofSeconds(10);

    @Test
    void endsNoSessionAndHonoursADeleteAfterwards(TestBed bed) {
        bed.applySession("missed");
        bed.kubectl()
                .apply(
                        TestBed.NAMESPACE,
                        """
                        apiVersion: runtime.atomix.io/v1
                        kind: Session
                        metadata: {name: held}
                        spec: {cluster: sample, timeout: 10s}
                        """);
        bed.awaitOpened(TestBed.NAMESPACE, "missed");
        bed.awaitOpened(TestBed.NAMESPACE, "held");
        RaftSessions raft = new RaftSessions(bed.sample());
        try (MultiRaftClient client = bed.sample().client();
                Workload workload =
                        Workload.start(
                                bed.sample(), TestBed.PARTITIONS, "operator-down", TIMEOUT)) {
            Session held =
                    client.openSession(
                            SessionOptions.named("held").withTimeout(TIMEOUT).attaching());
            bed.operator().scale(0);
            bed.kubectl()
                    .run("delete", "session", "missed", "-n", TestBed.NAMESPACE, "--wait=true");
            Await.during(OUTAGE, "every session open without an operator")
                    .untilAsserted(
                            () -> {
                                assertThat(held.ended()).isEmpty();
                                assertThat(raft.openNames())
                                        .contains("held", "settings", "worker", "missed");
                            });
            bed.operator().scale(1);
            Await.asPromised(DELETION_HONOURED, "the deletion of 'missed' honoured")
                    .untilAsserted(() -> assertThat(raft.openNames()).doesNotContain("missed"));
            assertThat(raft.openNames()).contains("held", "settings", "worker");
            workload.assertNothingLost();
        }
        bed.kubectl().run("delete", "session", "held", "-n", TestBed.NAMESPACE);
    }
}
