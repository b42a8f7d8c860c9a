package io.multiraft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.errors.SessionEndedException;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTest {

    private final FakeCluster cluster = new FakeCluster(2);
    private final Queue<SessionEnd> ends = new ConcurrentLinkedQueue<>();
    private FakeNode node;
    private MultiRaftClient client;

    @BeforeEach
    void start() throws IOException {
        node = cluster.node();
        client = FakeCluster.client(node).build();
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void isOpenedOnEveryPartitionAndClosedOnce() {
        Session session = client.openSession(SessionOptions.unnamed());
        session.onEnd(ends::add);
        assertThat(session.leases()).extracting(SessionLease::partitionId).containsExactly(1, 2);
        assertThat(cluster.openSessions()).hasSize(2);
        session.close();
        assertThat(cluster.openSessions()).isEmpty();
        List<CloseSessionInput> closes = List.copyOf(cluster.closes);
        session.close();
        assertThat(cluster.closes).isEqualTo(closes);
        Awaitility.await().until(() -> !ends.isEmpty());
        assertThat(ends).extracting(SessionEnd::reason).containsExactly(SessionEnd.Reason.CLOSED);
    }

    @Test
    void isClosedWithItsClient() {
        client.openSession(SessionOptions.unnamed());
        client.close();
        assertThat(cluster.openSessions()).isEmpty();
    }

    @Test
    void isKeptAliveAndAcknowledgesWhatWasAnswered() {
        Session session = client.openSession(fast());
        session.counter("orders").increment(1);
        session.counter("orders").increment(1);
        Awaitility.await()
                .untilAsserted(
                        () ->
                                assertThat(cluster.keepAlives)
                                        .hasSizeGreaterThan(8)
                                        .extracting(KeepAliveInput::getLastCommandSequenceNum)
                                        .as("1 created it, 2 and 3 incremented")
                                        .contains(3L));
        assertThat(cluster.keepAlives)
                .allSatisfy(input -> assertThat(input.getPendingCommandsFilter()).isEmpty());
    }

    @Test
    void outlivesKeepAlivesThatNobodyTakes() {
        Session session = client.openSession(fast());
        node.fail("KeepAlive", 20, FakeNode.Fault.REFUSE);
        int before = cluster.keepAlives.size();
        Awaitility.await().until(() -> cluster.keepAlives.size() > before + 2);
        assertThat(session.ended()).isEmpty();
    }

    @Test
    void isLostEverywhereWhenOnePartitionEndsIt() {
        Session session = client.openSession(fast());
        session.onEnd(ends::add);
        Counter counter = session.counter("orders");
        counter.increment(1);
        cluster.expire(session.leases().get(1).sessionId(), "session expired");
        Awaitility.await().until(() -> !ends.isEmpty());
        assertThat(ends)
                .singleElement()
                .satisfies(
                        end -> {
                            assertThat(end.reason()).isEqualTo(SessionEnd.Reason.EXPIRED);
                            assertThat(end.partitionId()).isEqualTo(2);
                            assertThat(end.message()).contains("session expired");
                        });
        assertThatThrownBy(() -> counter.increment(1)).isInstanceOf(SessionEndedException.class);
        Awaitility.await().until(() -> cluster.openSessions().isEmpty());
        assertThat(cluster.opens).as("nothing is reopened").hasSize(2);
    }

    @Test
    void noticesItsLossByACommandToo() {
        Session session = client.openSession(SessionOptions.unnamed());
        Counter counter = session.counter("orders");
        counter.increment(1);
        for (SessionLease lease : session.leases()) {
            cluster.end(lease.sessionId(), FakeCluster.status(Status.NOT_FOUND, "session expired"));
        }
        assertThatThrownBy(() -> counter.increment(1))
                .isInstanceOf(SessionEndedException.class)
                .hasMessageContaining("session expired");
        assertThat(session.ended()).isPresent();
    }

    @Test
    void leavesASessionThatWasTakenOverToItsNewHolder() {
        Session session = client.openSession(SessionOptions.named("worker").withTimeout(QUICK));
        session.onEnd(ends::add);
        cluster.end(
                session.leases().get(0).sessionId(),
                FakeCluster.status(Status.FORBIDDEN, "epoch 1 is over, now 2"));
        Awaitility.await().until(() -> !ends.isEmpty());
        session.close();
        assertThat(ends)
                .extracting(SessionEnd::reason)
                .containsExactly(SessionEnd.Reason.TAKEN_OVER);
        assertThat(cluster.closes).isEmpty();
    }

    @Test
    void closesOnlyTheEpochThatItHolds() {
        Session session = client.openSession(SessionOptions.named("worker"));
        Awaitility.await().until(() -> cluster.keepAlives.size() >= 2);
        for (SessionLease lease : session.leases()) {
            cluster.end(lease.sessionId(), FakeCluster.status(Status.FORBIDDEN, "epoch 1 is over"));
        }
        session.close();
        assertThat(cluster.closes)
                .as("refused, as the session is another's by now")
                .hasSizeGreaterThanOrEqualTo(2)
                .extracting(CloseSessionInput::getEpoch)
                .containsOnly(1L);
    }

    @Test
    void tellsALateListenerToo() {
        Session session = client.openSession(SessionOptions.unnamed());
        session.close();
        session.onEnd(ends::add);
        Awaitility.await().until(() -> !ends.isEmpty());
        assertThat(List.copyOf(ends)).containsExactly(session.ended().orElseThrow());
    }

    @Test
    void refusesNamesThatAreNone() {
        Session session = client.openSession(SessionOptions.unnamed());
        assertThatThrownBy(() -> session.counter(null))
                .isInstanceOf(InvalidException.class)
                .hasMessage("counter name 'null': expected at least one character");
        assertThatThrownBy(() -> session.map(""))
                .isInstanceOf(InvalidException.class)
                .hasMessage("map name '': expected at least one character");
        assertThatThrownBy(() -> client.openSession(null))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("options null");
    }

    private static final Duration QUICK = Duration.ofMillis(400);

    private static SessionOptions fast() {
        return SessionOptions.unnamed().withTimeout(QUICK);
    }
}
