package io.multiraft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.StringValue;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.multiraft.client.core.Placement;
import io.multiraft.proto.headers.ResponseHeader;
import io.multiraft.proto.headers.ResponseStatus;
import io.multiraft.proto.headers.ResponseType;
import io.multiraft.proto.multiraft.counter.v1.CounterGrpc;
import io.multiraft.proto.multiraft.counter.v1.CounterGrpc.CounterBlockingStub;
import io.multiraft.proto.multiraft.counter.v1.CreateRequest;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.CloseSessionRequest;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionResponse;
import io.multiraft.proto.multiraft.v1.OperationRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionGrpc.PartitionBlockingStub;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.TransferLeadershipRequest;
import io.multiraft.proto.runtime.v1.GetSessionRequest;
import io.multiraft.proto.runtime.v1.ListSessionsRequest;
import io.multiraft.proto.runtime.v1.ListSessionsResponse;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionServiceGrpc;
import io.multiraft.proto.runtime.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.multiraft.proto.runtime.v1.SessionStatus.State;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session is one thing, whichever door it is looked at through: {@code Partition}, the session
 * service of the 2020 API, or that of the runtime API. Three members, three partitions.
 */
class SessionDoorsIT {

    private static final int MEMBERS = 3;
    private static final int PARTITIONS = 3;
    private static final String NAMESPACE = "shop";

    private static final Metadata.Key<String> PAGE_TOKEN = key("multiraft-page-token");
    private static final Metadata.Key<String> NEXT_PAGE_TOKEN = key("multiraft-next-page-token");

    private static final int FIRST_PORT = FreePorts.row(30);
    private static final List<ManagedChannel> CHANNELS = new ArrayList<>();
    private static NodeProcess node;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        node =
                NodeProcess.start(
                        directory.resolve("output"),
                        "dev",
                        "--members",
                        String.valueOf(MEMBERS),
                        "--partitions",
                        String.valueOf(PARTITIONS),
                        "--data",
                        directory.resolve("data").toString(),
                        "--port",
                        String.valueOf(FIRST_PORT),
                        "--http-port",
                        String.valueOf(FIRST_PORT + 25));
        node.awaitOutput("Ctrl-C stops it", 1);
        for (int member = 0; member < MEMBERS; member++) {
            CHANNELS.add(ManagedChannelBuilder.forTarget(endpoint(member)).usePlaintext().build());
        }
    }

    @AfterAll
    static void stop() {
        CHANNELS.forEach(ManagedChannel::shutdownNow);
        node.close();
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private static String endpoint(int member) {
        return "127.0.0.1:" + (FIRST_PORT + 10 * member);
    }

    private static LegacyClient legacy(int member, String name) {
        return new LegacyClient(endpoint(member), NAMESPACE, name);
    }

    private static int partitionOf(String name) {
        return Placement.partitionOf(NAMESPACE + "." + name, PARTITIONS);
    }

    private static PartitionBlockingStub partitions() {
        return PartitionGrpc.newBlockingStub(CHANNELS.get(0))
                .withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    private static SessionServiceBlockingStub runtime(int member) {
        return SessionServiceGrpc.newBlockingStub(CHANNELS.get(member))
                .withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    private static PartitionRequestHeaders headers(int partition) {
        return PartitionRequestHeaders.newBuilder().setPartitionId(partition).build();
    }

    private static PartitionResponseHeaders.Status keepAlive(int partition, long sessionId) {
        return partitions()
                .keepAlive(
                        KeepAliveRequest.newBuilder()
                                .setHeaders(headers(partition))
                                .setInput(KeepAliveInput.newBuilder().setSessionId(sessionId))
                                .build())
                .getHeaders()
                .getStatus();
    }

    private static PartitionResponseHeaders.Status close(int partition, long sessionId) {
        return partitions()
                .closeSession(
                        CloseSessionRequest.newBuilder()
                                .setHeaders(headers(partition))
                                .setInput(CloseSessionInput.newBuilder().setSessionId(sessionId))
                                .build())
                .getHeaders()
                .getStatus();
    }

    /** The session of a name, which every member must show alike, at once. */
    private static Session shown(String name) {
        GetSessionRequest request =
                GetSessionRequest.newBuilder()
                        .setSessionId(SessionId.newBuilder().setName(name))
                        .build();
        List<Session> seen = new ArrayList<>();
        for (int member = 0; member < MEMBERS; member++) {
            Session session = runtime(member).getSession(request).getSession();
            assertThat(listed(member, session.getSpec().getKind())).contains(session);
            seen.add(session);
        }
        assertThat(seen).containsOnly(seen.get(0));
        return seen.get(0);
    }

    /** All pages, one after the other. */
    private static List<Session> listed(int member, String type) {
        List<Session> sessions = new ArrayList<>();
        String token = null;
        do {
            Metadata headers = new Metadata();
            if (token != null) {
                headers.put(PAGE_TOKEN, token);
            }
            AtomicReference<Metadata> trailers = new AtomicReference<>();
            List<Session> page =
                    runtime(member)
                            .withInterceptors(
                                    MetadataUtils.newAttachHeadersInterceptor(headers),
                                    MetadataUtils.newCaptureMetadataInterceptor(
                                            new AtomicReference<>(), trailers))
                            .listSessions(ListSessionsRequest.newBuilder().setType(type).build())
                            .getSessionsList();
            assertThat(page.size()).isBetween(token == null ? 0 : 1, 1_000);
            sessions.addAll(page);
            token = trailers.get().get(NEXT_PAGE_TOKEN);
        } while (token != null);
        return sessions;
    }

    @Test
    void aClientOfThe2020ApiFindsTheLeaderByItself() {
        // Until no election comes in between.
        await().untilAsserted(SessionDoorsIT::everyClientFindsTheLeader);
    }

    private static void everyClientFindsTheLeader() {
        int moves = 0;
        for (int member = 0; member < MEMBERS; member++) {
            try (LegacyClient client = legacy(member, "followed")) {
                ResponseHeader header = client.openSession(30);

                assertThat(header.getStatus()).isEqualTo(ResponseStatus.OK);
                assertThat(header.getType()).isEqualTo(ResponseType.RESPONSE);
                assertThat(header.getSessionId()).isPositive().isEqualTo(header.getIndex());
                assertThat(header.getLeader()).isEqualTo(client.endpoint());
                assertThat(client.keepAlive().getIndex()).isGreaterThan(header.getIndex());
                assertThat(client.closeSession(false).getStatus()).isEqualTo(ResponseStatus.OK);
                assertThat(client.keepAlive().getStatus()).isEqualTo(ResponseStatus.ERROR);
                assertThat(client.closeSession(false).getStatus()).isEqualTo(ResponseStatus.ERROR);
                moves += client.moves();
            }
        }
        assertThat(moves).as("one of three members leads the partition").isEqualTo(2);
    }

    @Test
    void whatTheLegacyDoorOpensIsSeenThroughTheOthersAndEndedThroughPartition() {
        int partition = partitionOf("first");
        try (LegacyClient client = legacy(1, "first")) {
            client.openSession(60);
            String name = partition + "-" + client.sessionId();

            Session session = shown(name);
            assertThat(session.getMeta().getId().getPrimitive().getId()).isEmpty();
            assertThat(session.getStatus().getState()).isEqualTo(State.OPENED);
            assertThat(keepAlive(partition, client.sessionId()))
                    .isEqualTo(PartitionResponseHeaders.Status.OK);

            assertThat(close(partition, client.sessionId()))
                    .isEqualTo(PartitionResponseHeaders.Status.OK);

            assertThat(shown(name).getStatus().getState()).isEqualTo(State.CLOSED);
            assertThat(client.keepAlive().getStatus()).isEqualTo(ResponseStatus.ERROR);
        }
    }

    @Test
    void whatPartitionOpensIsSeenThroughTheOthersAndEndedThroughTheLegacyDoor() {
        Session.Builder description = Session.newBuilder();
        description.getMetaBuilder().putLabels("app", "shop").putLabels("tier", "front");
        description.getMetaBuilder().getIdBuilder().setName("worker");
        description.getMetaBuilder().getIdBuilder().getPrimitiveBuilder().setId("orders");
        description.getSpecBuilder().setKind("Lock").setConfig(Any.pack(StringValue.of("fair")));
        int partition = partitionOf("second");
        OpenSessionResponse opened = open(partition, description, 60);
        assertThat(opened.getHeaders().getStatus()).isEqualTo(PartitionResponseHeaders.Status.OK);

        Session session = shown("worker");
        description.getMetaBuilder().setVersion(1);
        description.getStatusBuilder().setState(State.OPENED);
        assertThat(session).isEqualTo(description.build());
        assertThat(listed(2, "Lock")).containsExactly(session);
        assertThat(listed(2, "LeaderElection")).isEmpty();

        long sessionId = opened.getOutput().getSessionId();
        try (LegacyClient client = legacy(0, "second").withSession(sessionId)) {
            assertThat(client.keepAlive().getStatus()).isEqualTo(ResponseStatus.OK);
            assertThat(client.closeSession(false).getStatus()).isEqualTo(ResponseStatus.OK);
        }

        description.getStatusBuilder().setState(State.CLOSED);
        assertThat(shown("worker")).isEqualTo(description.build());
        assertThat(keepAlive(partition, sessionId))
                .isEqualTo(PartitionResponseHeaders.Status.NOT_FOUND);
    }

    private static OpenSessionResponse open(
            int partition, Session.Builder description, int timeoutSeconds) {
        return partitions()
                .openSession(
                        OpenSessionRequest.newBuilder()
                                .setHeaders(headers(partition))
                                .setInput(
                                        OpenSessionInput.newBuilder()
                                                .setSession(description)
                                                .setTimeout(
                                                        Duration.newBuilder()
                                                                .setSeconds(timeoutSeconds)))
                                .build());
    }

    @Test
    void aNamedSessionGoesFromOpeningToOpenedToClosingToClosed() {
        Session.Builder description = Session.newBuilder();
        description.getMetaBuilder().getIdBuilder().setName("everywhere");
        description.getSpecBuilder().setKind("Map");
        List<Long> ids = new ArrayList<>();
        List<State> states = new ArrayList<>();
        for (int partition = 1; partition <= PARTITIONS; partition++) {
            ids.add(open(partition, description, 60).getOutput().getSessionId());
            states.add(shown("everywhere").getStatus().getState());
        }
        for (int partition = 1; partition <= PARTITIONS; partition++) {
            close(partition, ids.get(partition - 1));
            states.add(shown("everywhere").getStatus().getState());
        }

        assertThat(states)
                .containsExactly(
                        State.OPENING,
                        State.OPENING,
                        State.OPENED,
                        State.CLOSING,
                        State.CLOSING,
                        State.CLOSED);
    }

    @Test
    void aSessionThatFallsSilentIsGoneThroughEveryDoor() {
        int partition = partitionOf("silent");
        try (LegacyClient client = legacy(2, "silent")) {
            client.openSession(1);
            String name = partition + "-" + client.sessionId();

            // It may end between two looks at it, of which the second then shows something else.
            await().untilAsserted(
                            () ->
                                    assertThat(shown(name).getStatus().getState())
                                            .isEqualTo(State.CLOSED));

            assertThat(client.keepAlive().getStatus()).isEqualTo(ResponseStatus.ERROR);
            assertThat(keepAlive(partition, client.sessionId()))
                    .isEqualTo(PartitionResponseHeaders.Status.NOT_FOUND);
        }
    }

    @Test
    void aWatchOnAnyMemberIsAnsweredWhenASessionOpens() {
        Session.Builder description = Session.newBuilder();
        description.getMetaBuilder().getIdBuilder().setName("watched");
        description.getSpecBuilder().setKind("Value");
        ListSessionsRequest request =
                ListSessionsRequest.newBuilder().setType("Value").setWatch(true).build();
        List<CompletableFuture<ListSessionsResponse>> answers = new ArrayList<>();
        for (int member = 0; member < MEMBERS; member++) {
            SessionServiceBlockingStub stub = runtime(member);
            answers.add(
                    CompletableFuture.supplyAsync(
                            () ->
                                    stub.withDeadlineAfter(60, TimeUnit.SECONDS)
                                            .listSessions(request)));
        }
        List<Long> opened = new ArrayList<>();
        // A change before a watch has begun is none that it waits for: so there is more than one.
        await().until(
                        () -> {
                            if (opened.isEmpty()) {
                                opened.add(open(1, description, 60).getOutput().getSessionId());
                            } else {
                                close(1, opened.remove(0));
                            }
                            return answers.stream().allMatch(CompletableFuture::isDone);
                        });

        assertThat(answers)
                .allSatisfy(
                        answer ->
                                assertThat(answer.join().getSessionsList())
                                        .extracting(one -> one.getMeta().getId().getName())
                                        .containsOnly("watched"));
    }

    @Test
    void moreThanAThousandSessionsComePageByPage() {
        List<CompletableFuture<Long>> opened = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            Session.Builder description = Session.newBuilder();
            description.getSpecBuilder().setKind("Set");
            opened.add(
                    CompletableFuture.supplyAsync(
                            () -> open(2, description, 3_600).getOutput().getSessionId()));
        }
        List<String> names = opened.stream().map(id -> "2-" + id.join()).sorted().toList();

        for (int member = 0; member < MEMBERS; member++) {
            assertThat(listed(member, "Set"))
                    .extracting(one -> one.getMeta().getId().getName())
                    .containsExactlyElementsOf(names);
        }
    }

    @Test
    void aClientOfThe2020ApiFollowsTheLeaderThatGoesElsewhere() {
        // Until no election comes in between.
        await().ignoreExceptions().untilAsserted(SessionDoorsIT::aClientFollowsTheLeader);
    }

    private static void aClientFollowsTheLeader() throws Exception {
        int partition = partitionOf("moving");
        try (LegacyClient client = legacy(0, "moving")) {
            long sessionId = client.openSession(60).getSessionId();
            String before = client.endpoint();
            int moves = client.moves();

            transferLeadership(partition, before);

            assertThat(client.keepAlive().getStatus()).isEqualTo(ResponseStatus.OK);
            assertThat(client.endpoint()).isNotEqualTo(before);
            assertThat(client.moves()).isGreaterThan(moves);
            assertThat(client.sessionId()).isEqualTo(sessionId);
            assertThat(shown(partition + "-" + sessionId).getStatus().getState())
                    .isEqualTo(State.OPENED);
        }
    }

    /** Lets the member at an endpoint hand its lead of a partition to another. */
    private static void transferLeadership(int partition, String endpoint) throws Exception {
        int adminPort = Integer.parseInt(endpoint.substring(endpoint.indexOf(':') + 1)) + 2;
        ManagedChannel channel =
                ManagedChannelBuilder.forAddress("127.0.0.1", adminPort).usePlaintext().build();
        try {
            NodeGrpc.newBlockingStub(channel)
                    .transferLeadership(
                            TransferLeadershipRequest.newBuilder()
                                    .setPartitionId(partition)
                                    .build());
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void deleteTakesThePrimitiveAlongThatNobodyElseHasOpen() {
        assertThat(increment("kept", false)).isEqualTo(1);
        assertThat(increment("kept", true)).isEqualTo(2);
        assertThat(increment("kept", false)).isEqualTo(1);
    }

    /** Opens a session by the legacy door, increments a counter in it, and closes it. */
    private static long increment(String name, boolean delete) {
        try (LegacyClient client = legacy(0, name)) {
            client.openSession(60);
            SessionRequestHeaders session =
                    SessionRequestHeaders.newBuilder()
                            .setPartition(headers(partitionOf(name)))
                            .setSessionId(client.sessionId())
                            .build();
            CounterBlockingStub counter =
                    CounterGrpc.newBlockingStub(CHANNELS.get(0))
                            .withDeadlineAfter(60, TimeUnit.SECONDS);
            ServiceRequestHeaders service =
                    ServiceRequestHeaders.newBuilder()
                            .setSession(session)
                            .setServiceId(
                                    counter.create(
                                                    CreateRequest.newBuilder()
                                                            .setHeaders(session)
                                                            .setInput(
                                                                    CreateServiceInput.newBuilder()
                                                                            .setNamespace(NAMESPACE)
                                                                            .setName(name))
                                                            .build())
                                            .getOutput()
                                            .getServiceId())
                            .build();
            OperationRequestHeaders operation =
                    OperationRequestHeaders.newBuilder().setSession(service).build();
            long value =
                    counter.increment(
                                    IncrementRequest.newBuilder()
                                            .setHeaders(
                                                    CommandRequestHeaders.newBuilder()
                                                            .setOperation(operation))
                                            .setInput(IncrementInput.newBuilder().setDelta(1))
                                            .build())
                            .getOutput()
                            .getValue();
            assertThat(client.closeSession(delete).getStatus()).isEqualTo(ResponseStatus.OK);
            return value;
        }
    }

    @Test
    void refusesByEveryDoorWhatCannotBe() {
        StatusRuntimeException unknown =
                catchThrowableOfType(StatusRuntimeException.class, () -> shown("nobody"));
        assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(unknown.getStatus().getDescription()).startsWith("session \"nobody\" is not");

        Session.Builder badName = Session.newBuilder();
        badName.getMetaBuilder().getIdBuilder().setName("No_Label");
        PartitionResponseHeaders refused = open(1, badName, 60).getHeaders();
        assertThat(refused.getStatus()).isEqualTo(PartitionResponseHeaders.Status.INVALID);
        assertThat(refused.getMessage()).startsWith("session.meta.id.name is \"No_Label\"; ");

        assertRefused(labelled("app", "x".repeat(64)), "session.meta.labels has \"xxx");
        assertRefused(
                configured(Any.newBuilder().setTypeUrl("type.googleapis.com/no.Such").build()),
                "session.spec.config is of type \"type.googleapis.com/no.Such\"");
        assertRefused(
                configured(Any.pack(StringValue.of("x".repeat(65 << 10)))),
                "session.spec.config has ");

        try (LegacyClient nameless = legacy(0, "")) {
            StatusRuntimeException error =
                    catchThrowableOfType(
                            StatusRuntimeException.class, () -> nameless.openSession(60));
            assertThat(error.getStatus().getDescription())
                    .startsWith("header.name.name is missing");
        }
    }

    private static Session.Builder labelled(String key, String value) {
        Session.Builder description = Session.newBuilder();
        description.getMetaBuilder().putLabels(key, value);
        return description;
    }

    private static Session.Builder configured(Any config) {
        Session.Builder description = Session.newBuilder();
        description.getSpecBuilder().setConfig(config);
        return description;
    }

    private static void assertRefused(Session.Builder description, String message) {
        PartitionResponseHeaders headers = open(1, description, 60).getHeaders();
        assertThat(headers.getStatus()).isEqualTo(PartitionResponseHeaders.Status.INVALID);
        assertThat(headers.getMessage()).startsWith(message);
    }

    @Test
    void refusesAWatchWithoutADeadlineAndAPageTokenOfAnotherCluster() throws Exception {
        ListSessionsRequest watch = ListSessionsRequest.newBuilder().setWatch(true).build();
        SessionServiceBlockingStub patient = SessionServiceGrpc.newBlockingStub(CHANNELS.get(1));
        assertThat(refusal(() -> patient.listSessions(watch)))
                .startsWith("INVALID_ARGUMENT: watch without a deadline; with one, ");

        Metadata headers = new Metadata();
        headers.put(PAGE_TOKEN, tokenOf("dev at 10.0.0.7:5678"));
        SessionServiceBlockingStub paging =
                runtime(2).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        assertThat(refusal(() -> paging.listSessions(ListSessionsRequest.getDefaultInstance())))
                .isEqualTo(
                        "INVALID_ARGUMENT: multiraft-page-token is of cluster dev at 10.0.0.7:5678,"
                                + " this is dev at "
                                + endpoint(0)
                                + "; begin without a token");
    }

    /** As a node of that cluster would have given it. */
    private static String tokenOf(String cluster) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(cluster);
        out.writeUTF("");
        out.writeUTF("a listing");
        out.writeInt(1);
        out.writeUTF("last");
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private static String refusal(ThrowingCallable call) {
        Status status = catchThrowableOfType(StatusRuntimeException.class, call).getStatus();
        return status.getCode() + ": " + status.getDescription();
    }
}
