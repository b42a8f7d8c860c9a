package io.multiraft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.multiraft.client.errors.ConflictException;
import io.multiraft.client.errors.IndeterminateException;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.errors.LimitReachedException;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.client.errors.SessionEndedException;
import io.multiraft.client.errors.UnavailableException;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MultiRaftClientTest {

    /** Of a test that waits for its end. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** More than there will be attempts. */
    private static final int MANY = 1_000;

    private final FakeCluster cluster = cluster();
    private FakeNode first;
    private FakeNode second;
    private MultiRaftClient client;

    FakeCluster cluster() {
        return new FakeCluster(3);
    }

    @BeforeEach
    void start() throws IOException {
        first = cluster.node();
        second = cluster.node();
        client = FakeCluster.client(first, second).build();
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void incrementsOnceThoughTheAnswerIsLost() {
        Counter counter = client.openSession(SessionOptions.unnamed()).counter("orders");
        counter.increment(1);
        first.fail("Increment", 2, FakeNode.Fault.LOSE_ANSWER);
        second.fail("Increment", 2, FakeNode.Fault.LOSE_ANSWER);
        assertThat(counter.increment(1)).isEqualTo(2);
        assertThat(counter.get()).isEqualTo(2);
    }

    @Test
    void createsTheCounterOnceThoughTheAnswerIsLost() {
        Counter counter = client.openSession(SessionOptions.unnamed()).counter("orders");
        first.fail("Create", 1, FakeNode.Fault.LOSE_ANSWER);
        assertThat(counter.increment(5)).isEqualTo(5);
    }

    @Test
    void sessionsOfOneNameSpaceShareTheCounter() {
        client.openSession(SessionOptions.unnamed()).counter("orders").increment(2);
        assertThat(client.openSession(SessionOptions.unnamed()).counter("orders").get())
                .isEqualTo(2);
        try (MultiRaftClient other = FakeCluster.client(first).namespace("other").build()) {
            assertThat(other.openSession(SessionOptions.unnamed()).counter("orders").get())
                    .isZero();
        }
    }

    @Test
    void followsTheLeaderItIsTold() {
        first.forwardTo(second);
        Counter counter = client.openSession(SessionOptions.unnamed()).counter("orders");
        Awaitility.await()
                .untilAsserted(
                        () -> {
                            counter.increment(1);
                            assertThat(second.calls).contains("Increment");
                        });
        untilNoAnswerIsLate(
                () -> {
                    int before = first.calls.size();
                    counter.increment(1);
                    assertThat(first.calls.subList(before, first.calls.size()))
                            .doesNotContain("Increment");
                });
    }

    @Test
    void aClientThatHasNothingToSendKnowsTheNewLeader() {
        Set<String> connected = ConcurrentHashMap.newKeySet();
        try (MultiRaftClient idle =
                FakeCluster.client(first)
                        .channels(
                                address -> {
                                    connected.add(address);
                                    return InProcessChannelBuilder.forName(address);
                                })
                        .build()) {
            Session session = idle.openSession(SessionOptions.unnamed());
            Awaitility.await().until(() -> cluster.watcherCount(1) == 1);
            int before = first.calls.size();

            cluster.lead(1, 2, second.name());

            Awaitility.await().until(() -> connected.contains(second.name()));
            assertThat(first.calls.subList(before, first.calls.size()))
                    .as("nothing but signs of life was sent meanwhile")
                    .isSubsetOf("KeepAlive", "Watch");
            session.close();
            Awaitility.await().until(() -> cluster.watcherCount(1) == 0);
        }
    }

    @Test
    void watchesAgainWhenTheNodesEndTheWatch() {
        client.openSession(SessionOptions.unnamed());
        Awaitility.await().until(() -> cluster.watcherCount(1) == 1);
        cluster.endWatches();
        Awaitility.await().until(() -> cluster.watcherCount(1) == 1);
    }

    @Test
    void leavesANodeThatDoesNotAnswer() {
        Counter counter = client.openSession(SessionOptions.unnamed()).counter("orders");
        counter.increment(1);
        first.fail("Increment", 1, FakeNode.Fault.HANG);
        assertThat(counter.increment(1)).isEqualTo(2);
        assertThat(second.calls).contains("Increment");
    }

    @Test
    void readsWaitForTheSessionsOwnWrites() {
        Session session = client.openSession(SessionOptions.unnamed());
        Counter counter = session.counter("orders");
        counter.increment(1);
        assertThat(counter.get()).isEqualTo(1);
        assertThat(cluster.readsAfter).last().as("1 created it, 2 incremented").isEqualTo(2L);
    }

    @Test
    void saysWhetherACommandThatFailedMayHaveHappened() {
        try (MultiRaftClient hasty = FakeCluster.client(first, second).deadline(SHORT).build()) {
            Counter counter = usedCounter(hasty);
            first.fail("Increment", MANY, FakeNode.Fault.REFUSE);
            second.fail("Increment", MANY, FakeNode.Fault.REFUSE);
            untilNoAnswerIsLate(
                    () ->
                            assertThatThrownBy(() -> counter.increment(1))
                                    .isInstanceOf(UnavailableException.class)
                                    .hasMessageContaining("partition 1 has no leader"));
            first.fail("Get", MANY, FakeNode.Fault.LOSE_ANSWER);
            second.fail("Get", MANY, FakeNode.Fault.LOSE_ANSWER);
            assertThatThrownBy(counter::get).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void aCommandWhoseAnswersAreAllLostIsIndeterminate() {
        try (MultiRaftClient hasty = FakeCluster.client(first).deadline(SHORT).build()) {
            Counter counter = usedCounter(hasty);
            first.fail("Increment", MANY, FakeNode.Fault.LOSE_ANSWER);
            assertThatThrownBy(() -> counter.increment(1))
                    .isInstanceOf(IndeterminateException.class)
                    .hasMessageContaining("Increment on partition");
        }
    }

    /**
     * An attempt of which a busy machine lets the client hear too late is one that may have
     * happened, and one at another node follows: then once more.
     */
    private static void untilNoAnswerIsLate(ThrowingRunnable assertions) {
        Awaitility.await().untilAsserted(assertions);
    }

    /** That takes longer than the deadline on a busy machine; then once more. */
    private static Counter usedCounter(MultiRaftClient client) {
        return Awaitility.await()
                .ignoreExceptionsInstanceOf(MultiRaftException.class)
                .until(
                        () -> {
                            Counter counter =
                                    client.openSession(SessionOptions.unnamed()).counter("orders");
                            counter.increment(1);
                            return counter;
                        },
                        Objects::nonNull);
    }

    @Test
    void tellsMistakesAndLimitsApart() {
        Counter counter = client.openSession(SessionOptions.unnamed()).counter("orders");
        assertThatThrownBy(() -> counter.increment(101))
                .isInstanceOf(InvalidException.class)
                .hasMessage("INVALID: delta 101: expected 0 to 100");
        first.fail("Increment", MANY, FakeNode.Fault.OVERLOADED);
        second.fail("Increment", MANY, FakeNode.Fault.OVERLOADED);
        untilNoAnswerIsLate(
                () ->
                        assertThatThrownBy(() -> counter.increment(1))
                                .isInstanceOf(LimitReachedException.class)
                                .hasMessageContaining("too many proposals"));
    }

    @Test
    void comesBackWhereANodeSaysWhenItHasRoom() {
        Counter counter = usedCounter(client);
        first.fail("Increment", 2, FakeNode.Fault.BUSY);
        second.fail("Increment", 2, FakeNode.Fault.BUSY);
        assertThat(counter.increment(1)).isEqualTo(2);
    }

    @Test
    void comparesBeforeItSets() {
        Counter counter = client.openSession(SessionOptions.unnamed()).counter("orders");
        assertThat(counter.compareAndSet(0, 7)).isTrue();
        assertThat(counter.compareAndSet(0, 8)).isFalse();
        assertThat(counter.get()).isEqualTo(7);
    }

    @Test
    void spreadsAMapByKey() {
        VersionedMap<String, ByteString> map =
                client.openSession(SessionOptions.unnamed()).map("colours");
        for (String key : List.of("red", "green", "blue", "black")) {
            map.put(key, ByteString.copyFromUtf8(key));
        }
        assertThat(cluster.maps).hasSizeGreaterThan(1);
        assertThat(map.get("red")).map(Versioned::value).contains(ByteString.copyFromUtf8("red"));
        assertThat(map.get("mauve")).isEmpty();
        assertThat(map.size()).isEqualTo(4);
        assertThat(map.entries()).containsOnlyKeys("red", "green", "blue", "black");
    }

    @Test
    void aSessionRefusedByOnePartitionIsClosedInTheOthers() {
        cluster.openAnswer = FakeCluster.status(Status.ALREADY_EXISTS, "'worker' is open");
        assertThatThrownBy(() -> client.openSession(SessionOptions.named("worker")))
                .isInstanceOf(ConflictException.class)
                .hasMessage("'worker' is open");
        Awaitility.await().until(() -> cluster.openSessions().isEmpty());
    }

    @Test
    void attachingToASessionThatIsNotOpenSaysSo() {
        cluster.openAnswer = FakeCluster.status(Status.NOT_FOUND, "session 'worker' is not open");
        assertThatThrownBy(() -> client.openSession(SessionOptions.named("worker").attaching()))
                .isInstanceOf(SessionEndedException.class)
                .hasMessage("session 'worker' is not open");
    }

    @Test
    void aSessionForACounterIsHeldWhereTheCounterLives() {
        Session session =
                client.openSession(
                        SessionOptions.named("worker")
                                .withLabels(Map.of("app", "shop"))
                                .forPrimitive("Counter", "orders"));
        assertThat(session.leases()).hasSize(1);
        assertThat(session.counter("orders").increment(1)).isEqualTo(1);
        assertThat(cluster.opens)
                .singleElement()
                .satisfies(
                        open -> {
                            assertThat(open.getSession().getMeta().getLabelsMap())
                                    .containsEntry("app", "shop");
                            assertThat(open.getSession().getSpec().getKind()).isEqualTo("Counter");
                            assertThat(open.getNonce().size()).isEqualTo(16);
                        });
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> MultiRaftClient.builder().build())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("at least one host:port");
        assertThatThrownBy(() -> SessionOptions.unnamed().withLabels(Map.of("a", "b")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("give the session a name");
        assertThatThrownBy(() -> SessionOptions.named("a").withTimeout(Duration.ZERO))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("at least 1 ms");
    }

    @Test
    void anAddressThatIsNoneFailsTheCallAndNotTheClient() {
        try (MultiRaftClient lost =
                MultiRaftClient.builder().endpoints(() -> List.of("no such scheme://")).build()) {
            assertThatThrownBy(() -> lost.openSession(SessionOptions.unnamed()))
                    .isInstanceOf(InvalidException.class);
        }
    }

    /** It was waited for without an end. */
    @Test
    void saysWhichClassIsMissing() {
        try (MultiRaftClient client =
                MultiRaftClient.builder()
                        .endpoints("localhost:1")
                        .channels(
                                address -> {
                                    throw new NoClassDefFoundError("io/grpc/Missing");
                                })
                        .build()) {
            assertThatThrownBy(() -> client.openSession(SessionOptions.unnamed()))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("io/grpc/Missing");
        }
    }
}
