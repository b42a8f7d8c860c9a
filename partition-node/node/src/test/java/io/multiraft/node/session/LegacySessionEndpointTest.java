package io.multiraft.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Duration;
import io.grpc.StatusRuntimeException;
import io.multiraft.client.core.Placement;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import io.multiraft.node.grpc.FakeCluster;
import io.multiraft.node.grpc.FakeReplica;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.proto.headers.RequestHeader;
import io.multiraft.proto.headers.ResponseHeader;
import io.multiraft.proto.headers.ResponseStatus;
import io.multiraft.proto.headers.ResponseType;
import io.multiraft.proto.headers.StreamHeader;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionOutput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.primitive.Name;
import io.multiraft.proto.session.CloseSessionRequest;
import io.multiraft.proto.session.KeepAliveRequest;
import io.multiraft.proto.session.OpenSessionRequest;
import io.multiraft.proto.session.SessionServiceGrpc;
import io.multiraft.proto.session.SessionServiceGrpc.SessionServiceBlockingStub;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What requests of the 2020 API become, and what their answers say. */
class LegacySessionEndpointTest {

    private static final Name ORDERS =
            Name.newBuilder().setNamespace("shop").setName("orders").build();

    private static final PartitionOutput OPENED =
            PartitionOutput.newBuilder()
                    .setOpenSession(OpenSessionOutput.newBuilder().setSessionId(9))
                    .build();

    /** Partition 1 is on the first two nodes, partition 2 on all; node 0 leads both. */
    private final FakeCluster cluster = new FakeCluster(3);

    private final FakeReplica leader = cluster.replica(0, 1);

    @BeforeEach
    void serve() throws Exception {
        cluster.serveApi();
        for (int node = 0; node < 3; node++) {
            for (FakeReplica replica : cluster.replicas(node)) {
                replica.lead(3, "n-0", node == 0);
            }
        }
        leader.answer(OPENED);
        cluster.replica(0, 2).answer(OPENED);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private SessionServiceBlockingStub node(int node) {
        return SessionServiceGrpc.newBlockingStub(cluster.connect("n-" + node));
    }

    private static RequestHeader.Builder header() {
        return RequestHeader.newBuilder().setName(ORDERS).setPartition(1);
    }

    private static OpenSessionRequest open(RequestHeader.Builder header) {
        return OpenSessionRequest.newBuilder().setHeader(header).build();
    }

    private ResponseHeader keepAlive(int node, RequestHeader.Builder header) {
        return node(node)
                .keepAlive(KeepAliveRequest.newBuilder().setHeader(header).build())
                .getHeader();
    }

    @Test
    void fillsTheHeaderOfAnAnswerInFull() {
        ResponseHeader header = node(0).openSession(open(header())).getHeader();

        assertThat(header)
                .isEqualTo(
                        ResponseHeader.newBuilder()
                                .setSessionId(9)
                                .setIndex(7)
                                .setLeader("host-0:5678")
                                .setStatus(ResponseStatus.OK)
                                .setType(ResponseType.RESPONSE)
                                .build());
    }

    @Test
    void opensWithTheTimeoutAskedForOrTheClustersOwn() {
        node(0).openSession(open(header()));
        node(0).openSession(
                        open(header()).toBuilder()
                                .setTimeout(Duration.newBuilder().setSeconds(30))
                                .build());

        assertThat(leader.proposals)
                .extracting(one -> one.getInput().getOpenSession().getTimeout().getSeconds())
                .containsExactly(60L, 30L);
        assertThat(leader.proposals).noneMatch(one -> one.getInput().getOpenSession().hasSession());
    }

    @Test
    void picksThePartitionByTheNameWhereTheHeaderNamesNone() {
        int partition = Placement.partitionOf("shop.orders", 2);

        node(0).openSession(open(header().setPartition(0)));

        assertThat(cluster.replica(0, partition).proposals).hasSize(1);
        assertThat(cluster.replica(0, 3 - partition).proposals).isEmpty();
    }

    @Test
    void tellsOnAFollowerWhoLeads() {
        ResponseHeader header = keepAlive(1, header().setSessionId(9));

        assertThat(header.getStatus()).isEqualTo(ResponseStatus.NOT_LEADER);
        assertThat(header.getLeader()).isEqualTo("host-0:5678");
        assertThat(header.getSessionId()).isEqualTo(9);
        assertThat(leader.proposals).isEmpty();
        assertThat(cluster.replica(1, 1).proposals).isEmpty();
    }

    @Test
    void tellsThatNobodyLeadsByALeaderWithoutAName() {
        cluster.replica(1, 1).lead(4, "", false);

        ResponseHeader header = keepAlive(1, header().setSessionId(9));

        assertThat(header.getStatus()).isEqualTo(ResponseStatus.NOT_LEADER);
        assertThat(header.getLeader()).isEmpty();
    }

    @Test
    void tellsWhoLeadsWhereALeaderLosesItsOfficeUnderTheCall() {
        leader.onPropose =
                (proposal, listener) -> {
                    leader.lead(4, "n-1", false);
                    listener.onError(
                            new PartitionException(
                                    PartitionException.Kind.NOT_LEADER, "n-1 leads"));
                };

        ResponseHeader header = keepAlive(0, header().setSessionId(9));

        assertThat(header.getStatus()).isEqualTo(ResponseStatus.NOT_LEADER);
        assertThat(header.getLeader()).isEqualTo("host-1:5678");
    }

    @Test
    void asksAMemberWhereItDoesNotHostThePartition() {
        ResponseHeader header = keepAlive(2, header().setSessionId(9));

        assertThat(header.getLeader()).isEqualTo("host-0:5678");
    }

    @Test
    void acknowledgesAllCommandsUpToTheRequestButThoseWithAStream() throws Exception {
        leader.answer(PartitionOutput.getDefaultInstance());

        keepAlive(
                0,
                header().setSessionId(9)
                        .setRequestId(12)
                        .addStreams(StreamHeader.newBuilder().setStreamId(4).setResponseId(40))
                        .addStreams(StreamHeader.newBuilder().setStreamId(7)));

        KeepAliveInput input = leader.proposals.get(0).getInput().getKeepAlive();
        assertThat(input.getSessionId()).isEqualTo(9);
        assertThat(input.getLastCommandSequenceNum()).isEqualTo(12);
        assertThat(input.getOutputStreamSequenceNumsMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of(4L, 40L, 7L, 0L));
        assertThat(isPending(input, 4)).isTrue();
        assertThat(isPending(input, 7)).isTrue();
        assertThat(isPending(input, 5) && isPending(input, 6) && isPending(input, 8)).isFalse();
    }

    private static boolean isPending(KeepAliveInput input, long sequenceNum) throws Refusal {
        return io.multiraft.fsm.session.filter.PendingCommandsFilter.parse(
                        input.getPendingCommandsFilter())
                .mayContain(sequenceNum);
    }

    @Test
    void acknowledgesNothingThatIsPendingWithoutStreams() {
        leader.answer(PartitionOutput.getDefaultInstance());

        keepAlive(0, header().setSessionId(9).setRequestId(12));

        KeepAliveInput input = leader.proposals.get(0).getInput().getKeepAlive();
        assertThat(input.getPendingCommandsFilter().isEmpty()).isTrue();
        assertThat(input.getOutputStreamSequenceNumsMap()).isEmpty();
    }

    @Test
    void closesAndDeletesOnlyWhenAsked() {
        leader.answer(PartitionOutput.getDefaultInstance());
        CloseSessionRequest request =
                CloseSessionRequest.newBuilder().setHeader(header().setSessionId(9)).build();

        ResponseHeader header = node(0).closeSession(request).getHeader();
        node(0).closeSession(request.toBuilder().setDelete(true).build());

        assertThat(header.getStatus()).isEqualTo(ResponseStatus.OK);
        assertThat(header.getSessionId()).isEqualTo(9);
        assertThat(leader.proposals)
                .extracting(one -> one.getInput().getCloseSession().getDeleteServiceName())
                .containsExactly("", header().getName().getName());
    }

    @Test
    void answersWithErrorWhatTheStateMachineRefuses() {
        leader.onPropose =
                (proposal, listener) -> {
                    listener.onOutput(
                            new Effect.Output(
                                    11,
                                    11,
                                    0,
                                    Status.NOT_FOUND,
                                    "session 9 was never opened",
                                    PartitionOutput.getDefaultInstance()));
                    listener.onClosed(new Effect.StreamClosed(11, Status.OK, ""));
                };

        ResponseHeader header = keepAlive(0, header().setSessionId(9));

        assertThat(header.getStatus()).isEqualTo(ResponseStatus.ERROR);
        assertThat(header.getIndex()).isEqualTo(11);
        assertThat(header.getLeader()).isEqualTo("host-0:5678");
    }

    @Test
    void refusesAHeaderWithoutAName() {
        String missing =
                "INVALID_ARGUMENT: header.name.name is missing; accepted is the name of the"
                        + " primitive that the session is for, which picks its partition";

        assertThat(failure(() -> node(0).openSession(OpenSessionRequest.getDefaultInstance())))
                .isEqualTo(missing);
        assertThat(failure(() -> node(0).openSession(open(header().clearName()))))
                .isEqualTo(missing);
        assertThat(failure(() -> keepAlive(0, header().clearName().setSessionId(9))))
                .isEqualTo(missing);
        assertThat(leader.proposals).isEmpty();
    }

    @Test
    void refusesWhatNamesNoSessionOrPartitionOrTimeoutThatCanBe() {
        assertThat(failure(() -> keepAlive(0, header())))
                .isEqualTo(
                        "INVALID_ARGUMENT: header.session_id is missing; accepted is the one in the"
                                + " header of the answer to OpenSession");
        assertThat(
                        failure(
                                () ->
                                        node(0).closeSession(
                                                        CloseSessionRequest.newBuilder()
                                                                .setHeader(header())
                                                                .build())))
                .startsWith("INVALID_ARGUMENT: header.session_id is missing");
        assertThat(failure(() -> node(0).openSession(open(header().setPartition(3)))))
                .isEqualTo("NOT_FOUND: partition 3 unknown; this cluster has 1..2");
        assertThat(failure(() -> node(0).openSession(open(header().setPartition(-1)))))
                .isEqualTo("NOT_FOUND: partition 4294967295 unknown; this cluster has 1..2");
        assertThat(
                        failure(
                                () ->
                                        node(0).openSession(
                                                        open(header()).toBuilder()
                                                                .setTimeout(
                                                                        Duration.newBuilder()
                                                                                .setNanos(5))
                                                                .build())))
                .isEqualTo("INVALID_ARGUMENT: timeout is 0.000000005s; accepted is 1s to 3600s");
        assertThat(leader.proposals).isEmpty();
    }

    @Test
    void refusesWhatIsNoMessage() {
        FakeCluster.Outcome outcome =
                FakeCluster.call(
                        cluster.connect("n-0"),
                        "atomix.session.SessionService/OpenSession",
                        new byte[] {-1, -1, 3, 4});

        assertThat(outcome.status().getCode()).isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT);
        assertThat(outcome.status().getDescription())
                .startsWith("the request is not a valid atomix.session.OpenSessionRequest: ");
    }

    private static String failure(ThrowingCallable call) {
        StatusRuntimeException error = catchThrowableOfType(StatusRuntimeException.class, call);
        return error.getStatus().getCode() + ": " + error.getStatus().getDescription();
    }
}
