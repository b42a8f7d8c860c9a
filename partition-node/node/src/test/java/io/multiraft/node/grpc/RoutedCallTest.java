package io.multiraft.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Metadata;
import io.grpc.Status;
import io.multiraft.node.grpc.FakeCluster.Outcome;
import io.multiraft.node.grpc.FakeCluster.PendingCall;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import io.multiraft.proto.multiraft.v1.OpenSessionOutput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.WatchPartitionRequest;
import io.multiraft.proto.multiraft.v1.WatchPartitionResponse;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How calls find the leader, wait for one, and end when they don't. */
class RoutedCallTest {

    private final FakeCluster cluster = new FakeCluster(3);

    @BeforeEach
    void serve() throws Exception {
        cluster.serveApi();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    /** Makes a node lead a partition in the eyes of all its members. */
    private void lead(int partition, int leader) {
        cluster.replica(leader, partition).answer(Samples.INCREMENTED);
        for (int node = 0; node < 3; node++) {
            FakeReplica replica = cluster.replica(node, partition);
            if (replica != null) {
                replica.lead(1, "n-" + leader, node == leader);
            }
        }
    }

    @Test
    void servesHereWithoutATrailerWhereThisNodeLeads() {
        lead(2, 0);

        Outcome outcome = FakeCluster.call(cluster.connect("n-0"), Samples.increment(2, 1));

        assertThat(outcome.status().isOk()).isTrue();
        assertThat(outcome.trailer(Routing.LEADER)).isNull();
    }

    @Test
    void goesOnToTheLeaderAndNamesIt() {
        lead(2, 1);

        Outcome outcome = FakeCluster.call(cluster.connect("n-0"), Samples.increment(2, 1));

        assertThat(outcome.status().isOk()).isTrue();
        assertThat(outcome.messages()).hasSize(1);
        assertThat(outcome.trailer(Routing.LEADER)).isEqualTo("host-1:5678");
        assertThat(cluster.replica(0, 2).proposals).isEmpty();
        assertThat(cluster.replica(1, 2).proposals).hasSize(1);
    }

    @Test
    void goesOnThroughAMemberWhereThisNodeDoesNotHostThePartition() {
        lead(1, 1);

        Outcome first = FakeCluster.call(cluster.connect("n-2"), Samples.increment(1, 1));
        Outcome second = FakeCluster.call(cluster.connect("n-2"), Samples.increment(1, 2));

        assertThat(first.status().isOk()).isTrue();
        assertThat(first.trailer(Routing.LEADER)).isEqualTo("host-1:5678");
        assertThat(second.trailer(Routing.LEADER)).isEqualTo("host-1:5678");
        assertThat(cluster.replica(1, 1).proposals).hasSize(2);
    }

    @Test
    void goesOnElsewhereWhereThisNodesReplicaCanNeverAnswer() {
        lead(2, 1);
        FakeReplica absent = cluster.replica(0, 2);
        absent.lead(0, "", false);
        absent.status = absent.status.toBuilder().setRole(Role.NOT_A_MEMBER).build();

        Outcome outcome = FakeCluster.call(cluster.connect("n-0"), Samples.increment(2, 1));

        assertThat(outcome.status().isOk()).isTrue();
        assertThat(cluster.replica(1, 2).proposals).hasSize(1);
    }

    @Test
    void neverGoesInACircleWhereTwoNodesTakeEachOtherForTheLeader() {
        cluster.replica(0, 2).lead(3, "n-1", false);
        cluster.replica(1, 2).lead(3, "n-0", false);

        Outcome outcome =
                FakeCluster.callWithoutDeadline(cluster.connect("n-0"), Samples.increment(2, 1));

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(outcome.status().getDescription())
                .startsWith("n-1 does not lead partition 2, n-0 does; tried for ");
        assertThat(outcome.trailer(Routing.EXECUTED)).isEqualTo("no");
    }

    @Test
    void tellsBeforeTheDeadlineThatNobodyLeads() {
        Outcome outcome =
                FakeCluster.callWithDeadlineOfTheNode(
                        cluster.connect("n-0"), Samples.increment(2, 1));

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(outcome.status().getDescription())
                .startsWith("partition 2 has no leader now; tried for ");
        assertThat(outcome.trailer(Routing.EXECUTED)).isEqualTo("no");
    }

    @Test
    void tellsBeforeTheDeadlineThatTheLeaderDidNotAnswer() {
        lead(2, 1);
        cluster.replica(1, 2).onPropose = (proposal, listener) -> {};

        Outcome outcome =
                FakeCluster.callWithDeadlineOfTheNode(
                        cluster.connect("n-0"), Samples.increment(2, 1));

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(outcome.status().getDescription()).startsWith("the leader did not answer: ");
        assertThat(outcome.trailer(Routing.EXECUTED)).isEqualTo("unknown");
    }

    @Test
    void refusesAtOnceWhatWasSentOnToANodeThatDoesNotLead() {
        lead(2, 1);
        Metadata headers = new Metadata();
        headers.put(Routing.FORWARDED, Routing.TO_LEADER);

        Outcome outcome =
                FakeCluster.start(cluster.connect("n-0"), Samples.increment(2, 1), headers).await();

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(outcome.trailer(Routing.LEADER)).isEqualTo("host-1:5678");
        assertThat(outcome.trailer(Routing.EXECUTED)).isEqualTo("no");
    }

    @Test
    void waitsForTheElectionToEnd() {
        PendingCall pending = FakeCluster.start(cluster.connect("n-0"), Samples.increment(2, 1));
        await().until(() -> cluster.replica(0, 2).watcherCount() == 1);
        assertThat(pending.ended()).isFalse();

        lead(2, 2);

        Outcome outcome = pending.await();
        assertThat(outcome.status().isOk()).isTrue();
        assertThat(outcome.trailer(Routing.LEADER)).isEqualTo("host-2:5678");
        await().until(() -> cluster.replica(0, 2).watcherCount() == 0);
    }

    @Test
    void waitsUntilTheLeaderElectMayTakeProposals() {
        cluster.replica(0, 2).lead(4, "n-0", false);
        PendingCall pending = FakeCluster.start(cluster.connect("n-0"), Samples.increment(2, 1));
        await().until(() -> cluster.replica(0, 2).watcherCount() == 1);

        lead(2, 0);

        assertThat(pending.await().status().isOk()).isTrue();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(Kind.NOT_LEADER, 0, Status.Code.OK, null),
                Arguments.of(Kind.UNAVAILABLE, 0, Status.Code.OK, null),
                Arguments.of(Kind.INDETERMINATE, 1, Status.Code.OK, null),
                Arguments.of(Kind.INDETERMINATE, 0, Status.Code.ABORTED, "unknown"),
                Arguments.of(Kind.TIMEOUT, 1, Status.Code.DEADLINE_EXCEEDED, "unknown"),
                Arguments.of(Kind.OVERLOADED, 1, Status.Code.RESOURCE_EXHAUSTED, "no"),
                Arguments.of(Kind.INVALID, 1, Status.Code.INVALID_ARGUMENT, "no"));
    }

    @ParameterizedTest(name = "{0}, command number {1}: {2}")
    @MethodSource("failures")
    void triesAgainOnlyWhatCannotHappenTwice(
            Kind kind, long sequenceNum, Status.Code expected, String executed) {
        lead(2, 0);
        cluster.replica(0, 2)
                .failThenAnswer(Samples.INCREMENTED, new PartitionException(kind, "as told"));

        Outcome outcome =
                FakeCluster.call(cluster.connect("n-0"), Samples.increment(2, sequenceNum));

        assertThat(outcome.status().getCode()).isEqualTo(expected);
        assertThat(outcome.trailer(Routing.EXECUTED)).isEqualTo(executed);
        if (expected != Status.Code.OK) {
            assertThat(outcome.status().getDescription()).isEqualTo("as told");
            assertThat(cluster.replica(0, 2).proposals).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}, command number {1}: {2}")
    @MethodSource("failures")
    void failsAtTheLeaderAsItFailsHere(
            Kind kind, long sequenceNum, Status.Code expected, String executed) {
        lead(2, 1);
        cluster.replica(1, 2)
                .failThenAnswer(Samples.INCREMENTED, new PartitionException(kind, "as told"));

        Outcome outcome =
                FakeCluster.call(cluster.connect("n-0"), Samples.increment(2, sequenceNum));

        assertThat(outcome.status().getCode()).isEqualTo(expected);
        assertThat(outcome.trailer(Routing.EXECUTED)).isEqualTo(executed);
    }

    @Test
    void opensASessionAgainOnlyWhenItsNonceTellsTheTwoApart() {
        lead(2, 0);
        PartitionOutput opened =
                PartitionOutput.newBuilder()
                        .setOpenSession(OpenSessionOutput.newBuilder().setSessionId(5))
                        .build();
        PartitionException lost = new PartitionException(Kind.INDETERMINATE, "lost");
        cluster.replica(0, 2).failThenAnswer(opened, lost);
        Outcome withNonce = FakeCluster.call(cluster.connect("n-0"), Samples.openSession(2, "n"));
        cluster.replica(0, 2).failThenAnswer(opened, lost);
        Outcome without = FakeCluster.call(cluster.connect("n-0"), Samples.openSession(2, ""));

        assertThat(withNonce.status().isOk()).isTrue();
        assertThat(without.status().getCode()).isEqualTo(Status.Code.ABORTED);
    }

    @Test
    void repeatsAtTheNewLeaderWhatTheOldOneNeverAnswered() {
        lead(2, 1);
        cluster.replica(1, 2).onPropose = (proposal, listener) -> {};
        PendingCall pending = FakeCluster.start(cluster.connect("n-0"), Samples.increment(2, 1));
        await().until(() -> cluster.replica(1, 2).proposals.size() == 1);

        lead(2, 2);

        assertThat(pending.await().status().isOk()).isTrue();
        await().until(() -> cluster.replica(1, 2).detached.get() == 1);
    }

    @Test
    void doesNotRepeatWhatHasNoNumber() {
        lead(2, 1);
        cluster.replica(1, 2).onPropose = (proposal, listener) -> {};
        PendingCall pending = FakeCluster.start(cluster.connect("n-0"), Samples.increment(2, 0));
        await().until(() -> cluster.replica(1, 2).proposals.size() == 1);

        lead(2, 2);
        pending.call.cancel("the test has seen enough", null);

        assertThat(pending.await().status().getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(cluster.replica(2, 2).proposals).isEmpty();
    }

    @Test
    void endsAStreamWhoseLeaderChanged() {
        lead(2, 1);
        cluster.replica(1, 2).onPropose =
                (proposal, listener) -> listener.onOutput(Samples.event(1));
        PendingCall pending = FakeCluster.start(cluster.connect("n-0"), Samples.events(2));
        await().until(() -> pending.messages.size() == 1);

        lead(2, 2);

        Outcome outcome = pending.await();
        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(outcome.status().getDescription())
                .isEqualTo("the leader of partition 2 changed");
    }

    @Test
    void detachesAStreamWhenItsCallerGoes() {
        lead(2, 1);
        cluster.replica(1, 2).onPropose =
                (proposal, listener) -> listener.onOutput(Samples.event(1));
        PendingCall pending = FakeCluster.start(cluster.connect("n-0"), Samples.events(2));
        await().until(() -> pending.messages.size() == 1);

        pending.call.cancel("gone", null);

        await().until(() -> cluster.replica(1, 2).detached.get() == 1);
        await().until(() -> cluster.replica(0, 2).watcherCount() == 0);
    }

    @Test
    void endsTheStreamOfACallerThatDoesNotRead() {
        lead(2, 0);
        Samples.Call events = Samples.events(2);
        PendingCall pending =
                new PendingCall(
                        cluster.connect("n-0")
                                .newCall(events.method(), io.grpc.CallOptions.DEFAULT));
        cluster.replica(0, 2).onPropose =
                (proposal, listener) -> {
                    for (int i = 1; i <= Outbound.MAX_WAITING_MESSAGES + 1; i++) {
                        listener.onOutput(Samples.event(i));
                    }
                };
        pending.call.start(pending, new Metadata());
        pending.call.sendMessage(events.request());
        pending.call.halfClose();

        Outcome outcome = pending.await();

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(outcome.status().getDescription()).startsWith("the caller reads too slowly");
        assertThat(cluster.replica(0, 2).detached.get()).isEqualTo(1);
    }

    @Test
    void tellsWhoLeadsAndEveryChangeOnAnyNode() throws Exception {
        lead(1, 0);
        PendingCall pending =
                FakeCluster.start(
                        cluster.connect("n-2"),
                        Samples.call(
                                "atomix.multiraft.v1.Partition/Watch",
                                WatchPartitionRequest.newBuilder().setPartitionId(1).build()));
        await().until(() -> pending.messages.size() == 1);

        cluster.replica(0, 1).lead(1, "", false);
        cluster.replica(0, 1).lead(2, "n-1", false);

        await().until(() -> pending.messages.size() == 3);
        WatchPartitionResponse first = WatchPartitionResponse.parseFrom(pending.messages.get(0));
        WatchPartitionResponse second = WatchPartitionResponse.parseFrom(pending.messages.get(1));
        WatchPartitionResponse third = WatchPartitionResponse.parseFrom(pending.messages.get(2));
        assertThat(first.getLeaderUpdated().getLeader().getLeader()).isEqualTo(1);
        assertThat(first.getLeaderUpdated().getLeader().getAddress()).isEqualTo("host-0:5678");
        assertThat(second.getLeaderUpdated().getLeader().getLeader()).isZero();
        assertThat(second.getLeaderUpdated().getLeader().getAddress()).isEmpty();
        assertThat(third.getLeaderUpdated().getLeader().getTerm()).isEqualTo(2);
        assertThat(third.getLeaderUpdated().getLeader().getLeader()).isEqualTo(2);
        assertThat(third.getLeaderUpdated().getLeader().getPartition().getPartitionId())
                .isEqualTo(1);
        assertThat(third.getTimestamp().getSeconds()).isPositive();
    }

    @Test
    void keepsADefectToItself() {
        lead(2, 0);
        cluster.replica(0, 2).onPropose =
                (proposal, listener) -> {
                    throw new IllegalStateException("secret");
                };

        Outcome outcome = FakeCluster.call(cluster.connect("n-0"), Samples.increment(2, 1));

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(outcome.status().getDescription())
                .isEqualTo("a defect of node n-0; its log says more");
    }
}
