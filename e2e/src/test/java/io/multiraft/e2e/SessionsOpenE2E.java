package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.Objects;
import io.multiraft.e2e.support.RaftSessions;
import io.multiraft.e2e.support.TestBed;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A user applies a cluster and sessions, and sees them. */
@EndToEnd
@Order(10)
class SessionsOpenE2E {

    @Test
    void showsTheSampleSessionsOpened(TestBed bed) {
        Map<String, Map<String, String>> sessions =
                bed.kubectl().table("get", "sessions", "-n", TestBed.NAMESPACE);
        assertThat(sessions).containsKeys("orders", "settings", "worker");
        assertThat(sessions.get("orders"))
                .containsEntry("STATE", "OPENED")
                .containsEntry("KIND", "Counter")
                .containsEntry("PRIMITIVE", "orders")
                .containsEntry("PARTITIONS", "1/1")
                .containsEntry("LIVENESS", "Client")
                .containsKey("AGE");
        assertThat(sessions.get("settings"))
                .containsEntry("STATE", "OPENED")
                .containsEntry("KIND", "Map")
                .containsEntry("PARTITIONS", "3/3")
                .containsEntry("LIVENESS", "None");
        assertThat(sessions.get("worker"))
                .containsEntry("STATE", "OPENED")
                .containsEntry("KIND", "")
                .containsEntry("PARTITIONS", "3/3");
    }

    @Test
    void showsTheClusterAndItsPartitions(TestBed bed) {
        // Sessions are open as soon as a majority is there; the last member may come a little
        // later.
        Await.soon("every node and member shown").untilAsserted(() -> assertThatAllIsShown(bed));
        assertThat(bed.kubectl().run("get", "atomix", "-n", TestBed.NAMESPACE, "-o", "name"))
                .contains("multiraftcluster", "partition", "session");
    }

    private static void assertThatAllIsShown(TestBed bed) {
        assertThat(bed.kubectl().table("get", "mrc", "-n", TestBed.NAMESPACE).get("sample"))
                .containsEntry("READY", "True")
                .containsEntry("NODES", "3/3")
                .containsEntry("LEADERS", "3/3");
        Map<String, Map<String, String>> partitions =
                bed.kubectl().table("get", "part", "-n", TestBed.NAMESPACE);
        assertThat(partitions).containsOnlyKeys("sample-1", "sample-2", "sample-3");
        assertThat(partitions.values())
                .allSatisfy(
                        partition -> {
                            assertThat(partition.get("LEADER")).matches("sample-[012]");
                            assertThat(partition.get("TERM")).matches("[1-9][0-9]*");
                            assertThat(partition).containsEntry("MEMBERS", "3/3");
                        });
    }

    @Test
    void thePartitionsKnowTheSameSessions(TestBed bed) {
        assertThat(new RaftSessions(bed.sample()).openNames())
                .contains("orders", "settings", "worker")
                .satisfies(names -> assertThat(Collections.frequency(names, "orders")).isOne())
                .satisfies(
                        names -> assertThat(Collections.frequency(names, "worker")).isEqualTo(3));
    }

    @Test
    void aProgramAttachesToADeclaredSessionThroughTheService(TestBed bed) {
        bed.kubectl()
                .apply(
                        TestBed.NAMESPACE,
                        """
                        apiVersion: runtime.atomix.io/v1
                        kind: Session
                        metadata: {name: attached}
                        spec: {cluster: sample, kind: Counter, primitive: {id: attached}}
                        """);
        bed.awaitOpened(TestBed.NAMESPACE, "attached");
        try (MultiRaftClient client =
                MultiRaftClient.builder()
                        .endpoints(bed.sample().service())
                        .deadline(Duration.ofMinutes(1))
                        .build()) {
            Session session =
                    client.openSession(
                            SessionOptions.named("attached")
                                    .forPrimitive("Counter", "attached")
                                    .attaching());
            assertThat(session.leases())
                    .singleElement()
                    .satisfies(lease -> assertThat(lease.epoch()).isGreaterThan(1));
            long before = session.counter("attached").get();
            assertThat(session.counter("attached").increment(3)).isEqualTo(before + 3);
            assertThat(session.counter("attached").get()).isEqualTo(before + 3);
            assertThat(bed.objects().session(TestBed.NAMESPACE, "attached"))
                    .map(Objects::state)
                    .contains("OPENED");
        }
        Await.soon("session attached CLOSED, for its program closed it")
                .until(
                        () ->
                                bed.objects()
                                        .session(TestBed.NAMESPACE, "attached")
                                        .map(Objects::state)
                                        .filter("CLOSED"::equals)
                                        .isPresent());
        bed.kubectl().run("delete", "session", "attached", "-n", TestBed.NAMESPACE);
    }
}
