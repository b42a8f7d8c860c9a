package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.QueryResult;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.fsm.SessionView;
import io.multiraft.fsm.Status;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.node.partition.PartitionReplica.Leadership;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaftNodeIT {

    private static final Duration TIMEOUT = TestCluster.PATIENCE;

    @TempDir private Path root;

    @Test
    void countsAndKeepsEverythingOverARestartOfAllNodes() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 3, 2, 1_000).startAll(true)) {
            CounterClient one = CounterClient.open(cluster, 1);
            CounterClient two = CounterClient.open(cluster, 2);
            for (int i = 1; i <= 20; i++) {
                assertThat(one.increment()).isEqualTo(i);
            }
            two.increment();
            cluster.stopAll();

            cluster.startAll(false);

            assertThat(one.get()).isEqualTo(20);
            assertThat(two.get()).isEqualTo(1);
            assertThat(one.increment()).isEqualTo(21);
        }
    }

    @Test
    void followerSaysWhoLeadsAndWhy() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 3, 1, 1_000).startAll(true)) {
            // Until no election comes in between.
            await().ignoreExceptions().untilAsserted(() -> followerSaysWhoLeadsAndWhy(cluster));
        }
    }

    private static void followerSaysWhoLeadsAndWhy(TestCluster cluster) {
        String leader = cluster.awaitLeader(1);
        String follower = cluster.others(leader).get(0);
        PartitionReplica replica = cluster.replica(follower, 1);
        assertThat(replica.leadership().leader()).isEqualTo(leader);

        Recorder recorder = new Recorder();
        replica.propose(CounterClient.openSession(TIMEOUT), recorder);

        assertThat(recorder.error().kind()).isEqualTo(Kind.NOT_LEADER);
        assertThat(recorder.error()).hasMessageContaining(leader + " leads");
        assertThat(replica.leadership().term())
                .isEqualTo(cluster.replica(leader, 1).leadership().term());
        PartitionStatus status = cluster.status(leader, 1);
        assertThat(status.getRole()).isEqualTo(PartitionStatus.Role.LEADER);
        assertThat(status.getMembersList()).containsExactlyInAnyOrder("node-0", "node-1", "node-2");
        assertThat(status.getReady()).isTrue();
    }

    @Test
    void leaderThatIsCutOffUnderLoadStopsAnsweringAndNothingAcknowledgedIsLost() throws Exception {
        try (CutNetwork network = new CutNetwork();
                TestCluster cluster = new TestCluster(root, 3, 1, 1_000).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            client.increment();
            String old = cluster.awaitLeader(1);
            PartitionReplica oldReplica = cluster.replica(old, 1);
            cluster.awaitAllCaughtUp(1);

            network.cutOff(old);
            Proposal lost = client.incrementInput();
            Recorder inFlight = new Recorder();
            oldReplica.propose(lost, inFlight);
            CompletableFuture<?> read =
                    oldReplica.query(client.read(), 0, TIMEOUT).toCompletableFuture();
            await().atMost(TestCluster.PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .until(
                            () -> {
                                // As long as it gets these, Ratis alone would go on leading.
                                oldReplica.propose(
                                        CounterClient.openSession(TIMEOUT), new Recorder());
                                return cluster.leaderName(1)
                                        .filter(name -> !name.equals(old))
                                        .isPresent();
                            });

            // The new leader has taken the increment: an answer of the old one would be stale.
            assertThat(client.increment(lost)).isEqualTo(2);
            assertThatThrownBy(read::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(PartitionException.class);
            await().atMost(TestCluster.PATIENCE).until(() -> inFlight.error() != null);
            assertThat(inFlight.error().kind()).isIn(Kind.INDETERMINATE, Kind.NOT_LEADER);
            await().until(() -> !oldReplica.leadership().self());
            assertThatThrownBy(() -> client.get(oldReplica))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(PartitionException.class);

            network.heal();
            assertThat(client.increment()).isEqualTo(3);
            await().atMost(TestCluster.PATIENCE)
                    .until(() -> !oldReplica.leadership().leader().isEmpty());
            assertThat(client.get()).isEqualTo(3);
        }
    }

    @Test
    void streamEndsWhenItsNodeNoLongerLeads() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 3, 1, 1_000).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            Recorder events =
                    await().ignoreExceptions()
                            .until(() -> listener(cluster, client), Recorder::isOpen);

            cluster.moveLead(1);

            await().atMost(TestCluster.PATIENCE).until(() -> events.error() != null);
            assertThat(events.error().kind()).isEqualTo(Kind.INDETERMINATE);
        }
    }

    private static Recorder listener(TestCluster cluster, CounterClient client) {
        Recorder recorder = new Recorder();
        cluster.replica(cluster.awaitLeader(1), 1).propose(client.mapEventsInput(), recorder);
        // The first output says that it is in place.
        recorder.first.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
        return recorder;
    }

    @Test
    void memberThatWasAwayGetsASnapshotAndCanLead() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 3, 1, 40).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            String away = cluster.others(cluster.awaitLeader(1)).get(0);
            cluster.stop(away);
            increment(client, 100);
            // A new term begins a new segment, and only whole segments are dropped.
            cluster.moveLead(1);
            increment(client, 100);
            for (String name : cluster.others(away)) {
                await().atMost(TestCluster.PATIENCE)
                        .until(() -> cluster.firstLogIndex(name, 1) > 50);
            }

            cluster.start(away, false);

            await().atMost(TestCluster.PATIENCE)
                    .until(() -> cluster.status(away, 1).getAppliedIndex() >= 200);
            await().until(() -> cluster.firstLogIndex(away, 1) > 50);
            // Again where a machine that is busy let the lead go on right after.
            await().ignoreExceptions()
                    .untilAsserted(
                            () -> {
                                cluster.transfer(1, away);
                                assertThat(client.get(cluster.replica(away, 1))).isEqualTo(200);
                            });

            // And comes back from what it was given.
            cluster.stop(away);
            cluster.start(away, false);
            await().atMost(TestCluster.PATIENCE)
                    .until(() -> cluster.status(away, 1).getAppliedIndex() >= 200);
        }
    }

    private static void increment(CounterClient client, int times) {
        for (int i = 0; i < times; i++) {
            client.increment();
        }
    }

    @Test
    void readWaitsForTheCommandItNamesAsLongAsItMay() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 1, 1, 1_000).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            PartitionReplica replica = cluster.replica(cluster.awaitLeader(1), 1);
            Proposal increment = client.incrementInput();
            long number = increment.getCommandSequenceNum();

            CompletableFuture<QueryResult> tooLong =
                    replica.query(client.read(), number, Duration.ofMillis(200))
                            .toCompletableFuture();
            assertThatThrownBy(tooLong::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            PartitionException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
            CompletableFuture<QueryResult> waiting =
                    replica.query(client.read(), number, TIMEOUT).toCompletableFuture();
            client.increment(increment);

            assertThat(CounterClient.value(waiting.join())).isEqualTo(1);
        }
    }

    @Test
    void snapshotIsWrittenOnDemandAndRestoredFrom() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 1, 1, 1_000_000).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            for (int i = 0; i < 10; i++) {
                client.increment();
            }
            long applied = cluster.status("node-0", 1).getAppliedIndex();
            long index = cluster.replica("node-0", 1).takeSnapshot().toCompletableFuture().join();
            assertThat(index).isBetween(applied, cluster.status("node-0", 1).getAppliedIndex());
            assertThat(cluster.status("node-0", 1).getSnapshotIndex()).isEqualTo(index);
            client.increment();
            cluster.stopAll();

            cluster.startAll(false);

            assertThat(client.get()).isEqualTo(11);
        }
    }

    @Test
    void handsLeadershipOverBeforeItStops() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 3, 3, 1_000).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            String leader = cluster.awaitLeader(1);
            List<Leadership> seen = new CopyOnWriteArrayList<>();
            cluster.replica(cluster.others(leader).get(0), 1).watchLeadership(seen::add);

            cluster.handOver(leader);

            // Without an election timeout: the old one is there to hear of the new one. How soon
            // that one's first entry is committed, which makes it ready, is up to the machine.
            List<String> others = cluster.others(leader);
            await().until(() -> others.contains(cluster.replica(leader, 1).leadership().leader()));
            cluster.stop(leader);
            cluster.awaitLeader(1);
            assertThat(client.increment()).isEqualTo(1);
            assertThat(seen).isSortedAccordingTo((a, b) -> Long.compare(a.term(), b.term()));
        }
    }

    @Test
    void endsASessionWhenNothingElseIsProposed() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 1, 1, 1_000).startAll(true)) {
            PartitionReplica replica = cluster.replica(cluster.awaitLeader(1), 1);
            long startNanos = System.nanoTime();
            long before = replica.status().getAppliedIndex();
            Recorder recorder = new Recorder();
            replica.propose(CounterClient.openSession(Duration.ofSeconds(1)), recorder);
            Effect.Output opened = recorder.first.join();
            assertThat(opened.status()).isEqualTo(Status.OK);

            await().until(() -> replica.status().getSessionCount() == 0);

            // One tick when the deadline came, none while there was nothing to do. One after a
            // stall of this process moves the deadline by a second instead.
            long ticks = replica.status().getAppliedIndex() - before - 1;
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
            assertThat(ticks).isBetween(1L, Math.max(1, seconds));
            assertThat(
                            replica.sessions(SessionSelection.all(), 10, false, TIMEOUT)
                                    .toCompletableFuture()
                                    .join()
                                    .sessions())
                    .extracting(SessionView::sessionId)
                    .containsExactly(opened.output().getOpenSession().getSessionId());
        }
    }

    @Test
    void groupThatExistsIsNotFormattedAnew() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 1, 1, 1_000).startAll(false)) {
            PartitionReplica replica = cluster.replica("node-0", 1);

            assertThat(replica.status().getRole()).isEqualTo(PartitionStatus.Role.NOT_A_MEMBER);
            assertThat(replica.status().getMessage()).contains("Partition 1", "added");
            assertThat(replica.leadership()).isEqualTo(new Leadership(0, "", false));
            Recorder recorder = new Recorder();
            replica.propose(CounterClient.openSession(TIMEOUT), recorder);
            assertThat(recorder.error().kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }
}
