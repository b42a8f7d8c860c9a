package io.multiraft.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.multiraft.fsm.SessionHoldings;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.fsm.SessionState;
import io.multiraft.fsm.SessionView;
import io.multiraft.node.grpc.FakeCluster;
import io.multiraft.node.grpc.FakeReplica;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionReplica.Leadership;
import io.multiraft.node.partition.PartitionReplica.SessionList;
import io.multiraft.proto.node.v1.GetSessionRequest;
import io.multiraft.proto.node.v1.GetSessionResponse;
import io.multiraft.proto.node.v1.GetStatusRequest;
import io.multiraft.proto.node.v1.HeldService;
import io.multiraft.proto.node.v1.ListSessionsRequest;
import io.multiraft.proto.node.v1.ListSessionsResponse;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.PendingCommand;
import io.multiraft.proto.node.v1.SessionDetail;
import io.multiraft.proto.node.v1.TakeSnapshotRequest;
import io.multiraft.proto.node.v1.TransferLeadershipRequest;
import io.multiraft.proto.node.v1.TransferLeadershipResponse;
import io.multiraft.proto.node.v1.WatchStatusRequest;
import io.multiraft.proto.node.v1.WatchStatusResponse;
import io.multiraft.proto.runtime.v1.Session;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServiceTest {

    private final FakeCluster cluster = new FakeCluster(3);

    @BeforeEach
    void serve() throws Exception {
        for (int node = 0; node < 3; node++) {
            List<FakeReplica> replicas = cluster.replicas(node);
            String name = "n-" + node;
            cluster.serve(
                    node,
                    router ->
                            List.of(
                                    AdminService.of(
                                            cluster.config(name),
                                            "incarnation-of-" + name,
                                            "1.2.3",
                                            replicas,
                                            router)));
        }
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private NodeGrpc.NodeBlockingStub node(int node) {
        return NodeGrpc.newBlockingStub(cluster.connect("n-" + node));
    }

    @Test
    void tellsWhoItIsAndHowItsPartitionsAre() {
        NodeStatus status = node(2).getStatus(GetStatusRequest.getDefaultInstance()).getStatus();

        assertThat(status.getCluster()).isEqualTo("test");
        assertThat(status.getName()).isEqualTo("n-2");
        assertThat(status.getIncarnation()).isEqualTo("incarnation-of-n-2");
        assertThat(status.getVersion()).isEqualTo("1.2.3");
        assertThat(status.getObserved().getSeconds()).isPositive();
        assertThat(status.getPartitionsList()).containsExactly(cluster.replica(2, 2).status());
    }

    @Test
    void tellsWatchersAtOnceAndAfterAChange() {
        List<NodeStatus> seen = new CopyOnWriteArrayList<>();
        ManagedChannel channel = cluster.connect("n-2");
        NodeGrpc.newStub(channel)
                .watchStatus(
                        WatchStatusRequest.getDefaultInstance(),
                        new StreamObserver<WatchStatusResponse>() {
                            @Override
                            public void onNext(WatchStatusResponse response) {
                                seen.add(response.getStatus());
                            }

                            @Override
                            public void onError(Throwable error) {}

                            @Override
                            public void onCompleted() {}
                        });
        await().until(() -> !seen.isEmpty());
        assertThat(seen.get(0).getPartitions(0).getTerm()).isZero();

        FakeReplica replica = cluster.replica(2, 2);
        replica.status = replica.status.toBuilder().setTerm(3).build();

        await().until(() -> seen.get(seen.size() - 1).getPartitions(0).getTerm() == 3);
    }

    @Test
    void listsSessionsOnAnyNodeInPages() {
        cluster.replica(0, 1).lead(1, "n-0", true);
        cluster.replica(1, 1).lead(1, "n-0", false);
        cluster.replica(0, 1).sessions =
                new SessionList(
                        30,
                        4,
                        List.of(
                                new SessionView(
                                        5,
                                        SessionState.OPEN,
                                        Session.getDefaultInstance(),
                                        ByteString.copyFromUtf8("a"),
                                        2,
                                        60_500,
                                        OptionalLong.of(1_500),
                                        1,
                                        2),
                                new SessionView(
                                        9,
                                        SessionState.EXPIRED,
                                        null,
                                        ByteString.EMPTY,
                                        0,
                                        0,
                                        OptionalLong.of(1_000),
                                        0,
                                        0)),
                        7);
        ListSessionsRequest first =
                ListSessionsRequest.newBuilder().setPartitionId(1).setLimit(1).build();

        ListSessionsResponse page = node(2).listSessions(first);
        ListSessionsResponse rest =
                node(1).listSessions(first.toBuilder().setAfterSessionId(5).setLimit(0).build());

        assertThat(page.getMore()).isTrue();
        assertThat(page.getIndex()).isEqualTo(30);
        assertThat(page.getSessionVersion()).isEqualTo(4);
        SessionDetail open = page.getSessions(0);
        assertThat(open.getState()).isEqualTo(SessionDetail.State.OPEN);
        assertThat(open.getTimeout().getSeconds()).isEqualTo(60);
        assertThat(open.getTimeout().getNanos()).isEqualTo(500_000_000);
        assertThat(open.getDeadline())
                .isEqualTo(Timestamp.newBuilder().setSeconds(1).setNanos(500_000_000).build());
        assertThat(open.getPendingCommandCount()).isEqualTo(2);
        assertThat(rest.getMore()).isFalse();
        assertThat(rest.getSessionsList())
                .containsExactly(
                        SessionDetail.newBuilder()
                                .setSessionId(9)
                                .setState(SessionDetail.State.EXPIRED)
                                .setTimeout(com.google.protobuf.Duration.getDefaultInstance())
                                .setEnded(Timestamp.newBuilder().setSeconds(1))
                                .build());
    }

    @Test
    void listsTheSessionsThatAreMeant() {
        FakeReplica replica = cluster.replica(0, 1);
        replica.lead(1, "n-0", true);
        replica.sessions = new SessionList(30, 4, List.of(), 7);
        ListSessionsRequest request =
                ListSessionsRequest.newBuilder()
                        .setPartitionId(1)
                        .setAfterSessionId(5)
                        .setNoncePrefix(ByteString.copyFromUtf8("a"))
                        .setExcludedNoncePrefix(ByteString.copyFromUtf8("ab"))
                        .setOpenOnly(true)
                        .setNamedOnly(true)
                        .setCountOpen(true)
                        .build();

        ListSessionsResponse counted = node(0).listSessions(request);

        assertThat(counted.getOpenCount()).isEqualTo(7);
        assertThat(replica.selections)
                .containsExactly(
                        new SessionSelection(
                                5,
                                ByteString.copyFromUtf8("a"),
                                ByteString.copyFromUtf8("ab"),
                                true,
                                true));
        assertThat(node(0).listSessions(request.toBuilder().setCountOpen(false).build()))
                .isEqualTo(counted.toBuilder().clearOpenCount().build());
    }

    @Test
    void findsASessionWithWhatItHoldsOnAnyNode() {
        cluster.replica(0, 1).lead(1, "n-0", true);
        cluster.replica(1, 1).lead(1, "n-0", false);
        SessionView worker =
                new SessionView(
                        5,
                        SessionState.OPEN,
                        named("worker"),
                        ByteString.EMPTY,
                        2,
                        60_000,
                        OptionalLong.empty(),
                        101,
                        1);
        cluster.replica(0, 1).sessions = new SessionList(30, 4, List.of(worker), 0);
        cluster.replica(0, 1).holdings =
                (view, most) ->
                        new SessionHoldings(
                                view,
                                Collections.nCopies(
                                        most, new SessionHoldings.HeldService(3, "t", "ns", "n")),
                                List.of(new SessionHoldings.PendingCommand(8, 1, 3, 2, 1)));

        GetSessionResponse byName = node(2).getSession(lookup(1).setName("worker").build());

        assertThat(byName.getIndex()).isEqualTo(30);
        assertThat(byName.getSession().getEpoch()).isEqualTo(2);
        assertThat(byName.getSession().getServiceCount()).isEqualTo(101);
        assertThat(byName.getServicesList())
                .hasSize(100)
                .containsOnly(
                        HeldService.newBuilder()
                                .setServiceId(3)
                                .setType("t")
                                .setNamespace("ns")
                                .setName("n")
                                .build());
        assertThat(byName.getPendingCommandsList())
                .containsExactly(
                        PendingCommand.newBuilder()
                                .setCommandId(8)
                                .setCommandSequenceNum(1)
                                .setServiceId(3)
                                .setLastOutputSequenceNum(2)
                                .setUnacknowledgedOutputCount(1)
                                .build());
        assertThat(node(1).getSession(lookup(1).setSessionId(5).build())).isEqualTo(byName);
        assertThat(node(1).getSession(lookup(1).setSessionId(6).build()).hasSession()).isFalse();
    }

    private static GetSessionRequest.Builder lookup(int partition) {
        return GetSessionRequest.newBuilder().setPartitionId(partition);
    }

    private static Session named(String name) {
        Session.Builder session = Session.newBuilder();
        session.getMetaBuilder().getIdBuilder().setName(name);
        return session.build();
    }

    @Test
    void refusesALookupWithoutAPartitionOrASession() {
        assertThat(failure(() -> node(0).getSession(lookup(0).setName("worker").build())))
                .isEqualTo("INVALID_ARGUMENT: partition_id is missing; ids count from 1");
        assertThat(failure(() -> node(0).getSession(lookup(1).setName("").build())))
                .isEqualTo(
                        "INVALID_ARGUMENT: session_id and name are missing; accepted: one of them");
    }

    @Test
    void refusesListsThatCannotBe() {
        assertThat(failure(() -> node(0).listSessions(ListSessionsRequest.getDefaultInstance())))
                .isEqualTo("INVALID_ARGUMENT: partition_id is missing; ids count from 1");
        assertThat(
                        failure(
                                () ->
                                        node(0).listSessions(
                                                        ListSessionsRequest.newBuilder()
                                                                .setPartitionId(4)
                                                                .build())))
                .isEqualTo("NOT_FOUND: partition 4 unknown; this cluster has 1..2");
        assertThat(
                        failure(
                                () ->
                                        node(0).listSessions(
                                                        ListSessionsRequest.newBuilder()
                                                                .setPartitionId(1)
                                                                .setLimit(1001)
                                                                .build())))
                .isEqualTo("INVALID_ARGUMENT: limit is 1001; accepted: 1..1000, or 0 for the most");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetStatus",
                "WatchStatus",
                "ListSessions",
                "GetSession",
                "TransferLeadership",
                "TakeSnapshot"
            })
    void refusesWhatCannotBeRead(String method) {
        FakeCluster.Outcome outcome =
                FakeCluster.call(
                        cluster.connect("n-0"),
                        "multiraft.node.v1.Node/" + method,
                        new byte[] {-1, -1, 3, 4});

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(outcome.status().getDescription()).startsWith("the request ");
    }

    @Test
    void handsLeadershipOver() {
        cluster.replica(0, 1).lead(1, "n-0", true);
        cluster.replica(0, 1).transfer =
                CompletableFuture.completedFuture(new Leadership(2, "n-1", false));

        TransferLeadershipResponse response = node(0).transferLeadership(transfer(1, "n-1"));

        assertThat(response.getLeader()).isEqualTo("n-1");
        assertThat(response.getTerm()).isEqualTo(2);
    }

    @Test
    void refusesToHandOverWhatItDoesNotLead() {
        cluster.replica(0, 1).lead(1, "n-1", false);
        cluster.replica(0, 2).lead(1, "n-0", true);
        cluster.replica(0, 2).transfer =
                CompletableFuture.failedFuture(
                        new PartitionException(
                                PartitionException.Kind.TIMEOUT, "n-1 is not caught up"));

        assertThat(failure(() -> node(0).transferLeadership(transfer(1, ""))))
                .isEqualTo("FAILED_PRECONDITION: n-0 does not lead partition 1, n-1 does");
        assertThat(failure(() -> node(0).transferLeadership(transfer(1, "n-2"))))
                .isEqualTo(
                        "INVALID_ARGUMENT: target n-2 is not a member of partition 1; members are"
                                + " n-0, n-1");
        assertThat(failure(() -> node(0).transferLeadership(transfer(2, "n-1"))))
                .isEqualTo("DEADLINE_EXCEEDED: n-1 is not caught up");
        assertThat(failure(() -> node(2).transferLeadership(transfer(1, ""))))
                .isEqualTo("NOT_FOUND: n-2 does not host partition 1; it hosts 2");
    }

    @Test
    void takesASnapshot() {
        TakeSnapshotRequest request = TakeSnapshotRequest.newBuilder().setPartitionId(2).build();

        assertThat(node(2).takeSnapshot(request).getSnapshotIndex()).isEqualTo(42);
    }

    private static TransferLeadershipRequest transfer(int partitionId, String target) {
        return TransferLeadershipRequest.newBuilder()
                .setPartitionId(partitionId)
                .setTarget(target)
                .build();
    }

    private static String failure(Executable call) {
        StatusRuntimeException error =
                catchThrowableOfType(StatusRuntimeException.class, call::execute);
        Status status = error.getStatus();
        return status.getCode() + ": " + status.getDescription();
    }
}
