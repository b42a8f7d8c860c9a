package io.multiraft.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.multiraft.fsm.SessionState;
import io.multiraft.fsm.SessionView;
import io.multiraft.node.admin.AdminService;
import io.multiraft.node.grpc.FakeCluster;
import io.multiraft.node.grpc.FakeReplica;
import io.multiraft.node.partition.PartitionReplica.SessionList;
import io.multiraft.proto.runtime.v1.GetSessionRequest;
import io.multiraft.proto.runtime.v1.ListSessionsRequest;
import io.multiraft.proto.runtime.v1.ListSessionsResponse;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionServiceGrpc;
import io.multiraft.proto.runtime.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.multiraft.proto.runtime.v1.SessionStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sessions of two partitions, seen through any of three nodes. Node 0 leads both; node 1 does not
 * keep up, and node 2 does not host partition 1.
 */
class RuntimeSessionEndpointTest {

    private static final Metadata.Key<String> EXECUTED =
            Metadata.Key.of("multiraft-executed", Metadata.ASCII_STRING_MARSHALLER);

    private final FakeCluster cluster = new FakeCluster(3);
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<String> observed = new CopyOnWriteArrayList<>();

    @BeforeEach
    void serve() throws Exception {
        for (int node = 0; node < 3; node++) {
            String name = "n-" + node;
            List<FakeReplica> replicas = cluster.replicas(node);
            for (FakeReplica replica : replicas) {
                replica.lead(1, "n-0", node == 0);
                replica.status = replica.status.toBuilder().setReady(node == 0).build();
            }
            RuntimeSessionEndpoint endpoint =
                    new RuntimeSessionEndpoint(
                            cluster.config(name),
                            replicas,
                            cluster.connect(name),
                            timers,
                            (kind, partition, code, nanos) ->
                                    observed.add(kind + " " + partition + " " + code));
            parts.add(endpoint);
            cluster.serve(
                    node,
                    router ->
                            List.of(
                                    AdminService.of(
                                            cluster.config(name), "i", "1", replicas, router),
                                    endpoint.service()));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
        cluster.close();
        timers.shutdownNow();
    }

    private SessionServiceBlockingStub node(int node) {
        return SessionServiceGrpc.newBlockingStub(cluster.connect("n-" + node));
    }

    private static SessionView open(long id, Session session) {
        return new SessionView(
                id,
                SessionState.OPEN,
                session,
                ByteString.EMPTY,
                1,
                60_000,
                OptionalLong.of(1_000),
                0,
                0);
    }

    private static Session described(String name, String primitive, String kind) {
        Session.Builder session = Session.newBuilder();
        session.getMetaBuilder().getIdBuilder().setName(name);
        session.getMetaBuilder().getIdBuilder().getPrimitiveBuilder().setId(primitive);
        session.getSpecBuilder().setKind(kind);
        return session.build();
    }

    /** What a partition lists from now on. */
    private void has(int partition, SessionView... views) {
        FakeReplica leader = cluster.replica(0, partition);
        long version = leader.sessions.sessionVersion() + 1;
        leader.sessions = new SessionList(9, version, List.of(views), 0);
        leader.status = leader.status.toBuilder().setSessionVersion(version).build();
    }

    private static ListSessionsRequest ofType(String type) {
        return ListSessionsRequest.newBuilder().setType(type).build();
    }

    private static List<String> names(ListSessionsResponse response) {
        return response.getSessionsList().stream()
                .map(one -> one.getMeta().getId().getName())
                .toList();
    }

    private static GetSessionRequest get(String name, String primitive) {
        SessionId.Builder id = SessionId.newBuilder().setName(name);
        if (!primitive.isEmpty()) {
            id.getPrimitiveBuilder().setId(primitive);
        }
        return GetSessionRequest.newBuilder().setSessionId(id).build();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void listsOnAnyNodeWhatAllPartitionsHave(int node) {
        Session worker = described("worker", "", "Map");
        has(1, open(4, worker), open(7, null));
        has(2, open(3, null), open(5, worker));

        ListSessionsResponse all = node(node).listSessions(ofType(""));

        assertThat(names(all)).containsExactly("1-7", "2-3", "worker");
        assertThat(all.getSessions(2).getStatus().getState()).isEqualTo(State.OPENED);
        assertThat(all.getSessions(2).getMeta().getVersion()).isEqualTo(2);
        assertThat(names(node(node).listSessions(ofType("Map")))).containsExactly("worker");
        assertThat(names(node(node).listSessions(ofType("Set")))).isEmpty();
    }

    @Test
    void findsASessionByItsNameAndPrimitive() {
        has(1, open(4, described("worker", "orders", "Lock")), open(7, null));
        has(2, open(3, described("1-9", "", "")));

        for (String primitive : List.of("", "orders")) {
            Session found = node(2).getSession(get("worker", primitive)).getSession();
            assertThat(found.getMeta().getId().getPrimitive().getId()).isEqualTo("orders");
            assertThat(found.getSpec().getKind()).isEqualTo("Lock");
        }
        assertThat(node(2).getSession(get("1-7", "")).getSession())
                .isEqualTo(node(2).listSessions(ofType("")).getSessions(0));
        assertThat(node(0).getSession(get("1-9", "")).getSession().getStatus().getState())
                .as("a name that looks like an id of partition 1")
                .isEqualTo(State.OPENING);
    }

    @Test
    void tellsTheIdThatIsUnknown() {
        has(1, open(4, described("worker", "orders", "Lock")), open(7, null));
        String ending = " is not open, and has not ended within the last 10 minutes";

        assertThat(failure(() -> node(2).getSession(get("worker-2", ""))))
                .isEqualTo("NOT_FOUND: session \"worker-2\"" + ending);
        assertThat(failure(() -> node(0).getSession(get("worker", "payments"))))
                .isEqualTo("NOT_FOUND: session \"worker\" of primitive \"payments\"" + ending);
        for (String name : List.of("1-5", "9-1", "1-18446744073709551616", "2-7")) {
            assertThat(failure(() -> node(0).getSession(get(name, ""))))
                    .isEqualTo("NOT_FOUND: session \"" + name + "\"" + ending);
        }
        assertThat(failure(() -> node(0).getSession(GetSessionRequest.getDefaultInstance())))
                .isEqualTo(
                        "INVALID_ARGUMENT: session_id.name is missing; accepted is one that"
                                + " ListSessions shows");
    }

    /** A page, and the token of the next; null after the last. */
    private record Page(ListSessionsResponse response, String next) {}

    private Page page(int node, String type, String token) {
        ManagedChannel channel = cluster.connect("n-" + node);
        Metadata headers = new Metadata();
        if (token != null) {
            headers.put(PageHeaders.TOKEN, token);
        }
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        ListSessionsResponse response =
                SessionServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(
                                MetadataUtils.newAttachHeadersInterceptor(headers),
                                MetadataUtils.newCaptureMetadataInterceptor(
                                        new AtomicReference<>(), trailers))
                        .listSessions(ofType(type));
        return new Page(response, trailers.get().get(PageHeaders.NEXT));
    }

    private void manySessions() {
        has(
                1,
                LongStream.range(0, 1_500)
                        .mapToObj(i -> open(i + 1, null))
                        .toArray(SessionView[]::new));
        has(
                2,
                LongStream.range(0, 700)
                        .mapToObj(i -> open(i + 1, null))
                        .toArray(SessionView[]::new));
    }

    @Test
    void givesMoreThanAThousandSessionsPageByPage() {
        manySessions();

        Page first = page(0, "", null);
        Page second = page(0, "", first.next());
        Page third = page(0, "", second.next());

        assertThat(third.next()).isNull();
        assertThat(
                        Stream.of(first, second, third)
                                .map(one -> one.response().getSessionsCount())
                                .toList())
                .containsExactly(1_000, 1_000, 200);
        assertThat(Stream.of(first, second, third).flatMap(one -> names(one.response()).stream()))
                .hasSize(2_200)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void goesOnWithTheSameListAtOneNodeAndAfterTheSameSessionAtAnother() {
        manySessions();
        Page first = page(0, "", null);
        has(2);

        assertThat(page(0, "", first.next()).response().getSessionsCount()).isEqualTo(1_000);
        Page elsewhere = page(1, "", first.next());
        assertThat(elsewhere.next()).isNull();
        assertThat(Stream.of(first, elsewhere).flatMap(one -> names(one.response()).stream()))
                .hasSize(1_500)
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesATokenOfAnotherClusterOrListOrOfNone() {
        manySessions();
        String token = page(0, "", null).next();
        String other = new PageToken("other at x:1", "", "id", 1, "a").encode();

        assertThat(failure(() -> page(0, "", other)))
                .isEqualTo(
                        "INVALID_ARGUMENT: multiraft-page-token is of cluster other at x:1, this is"
                                + " test at host-0:5678; begin without a token");
        assertThat(failure(() -> page(0, "Lock", token)))
                .startsWith("INVALID_ARGUMENT: multiraft-page-token is of a list with type \"\"");
        assertThat(failure(() -> page(0, "", "nonsense")))
                .startsWith("INVALID_ARGUMENT: multiraft-page-token is \"nonsense\", which is no");
    }

    private static ListSessionsRequest watching(String type) {
        return ofType(type).toBuilder().setWatch(true).build();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void answersAWatchAtTheNextChange(int node) {
        has(1, open(4, null));
        CompletableFuture<ListSessionsResponse> answer =
                CompletableFuture.supplyAsync(
                        () ->
                                node(node)
                                        .withDeadlineAfter(60, TimeUnit.SECONDS)
                                        .listSessions(watching("")));

        List<SessionView> sessions = new ArrayList<>(List.of(open(4, null)));
        await().until(
                        () -> {
                            // One change may come before the watch has begun, so one is not enough.
                            sessions.add(open(sessions.size() + 4, null));
                            has(1, sessions.toArray(SessionView[]::new));
                            return answer.isDone();
                        });

        assertThat(names(answer.join())).contains("1-4", "1-5");
    }

    @Test
    void answersAWatchShortlyBeforeItsDeadlineWithTheListAsItIs() {
        has(1, open(4, null));

        // On a busy machine the deadline may come first; then once more.
        ListSessionsResponse response =
                await().ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                        .until(
                                () ->
                                        node(0).withDeadlineAfter(2, TimeUnit.SECONDS)
                                                .listSessions(watching("")),
                                Objects::nonNull);

        assertThat(names(response)).containsExactly("1-4");
    }

    @Test
    void takesAWatcherThatGoesAwayForNoFailure() {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord event) {
                        logged.add(event);
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger logger = Logger.getLogger(RuntimeSessionService.class.getName());
        logger.addHandler(handler);
        try (Context.CancellableContext caller = Context.current().withCancellation()) {
            caller.run(
                    () ->
                            SessionServiceGrpc.newStub(cluster.connect("n-0"))
                                    .withDeadlineAfter(60, TimeUnit.SECONDS)
                                    .listSessions(watching(""), new NobodyListens()));
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(logged).isEmpty();
    }

    private static final class NobodyListens implements StreamObserver<ListSessionsResponse> {
        @Override
        public void onNext(ListSessionsResponse response) {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {}
    }

    @Test
    void refusesAWatchWithoutADeadlineOrWithAToken() {
        assertThat(failure(() -> node(0).listSessions(watching(""))))
                .isEqualTo(
                        "INVALID_ARGUMENT: watch without a deadline; with one, the call is answered"
                                + " at the next change, or with the list as it is shortly before"
                                + " the deadline");
        Metadata headers = new Metadata();
        headers.put(PageHeaders.TOKEN, "any");
        assertThat(
                        failure(
                                () ->
                                        node(0).withDeadlineAfter(60, TimeUnit.SECONDS)
                                                .withInterceptors(
                                                        MetadataUtils.newAttachHeadersInterceptor(
                                                                headers))
                                                .listSessions(watching(""))))
                .isEqualTo(
                        "INVALID_ARGUMENT: watch with multiraft-page-token; accepted is one of the"
                                + " two");
    }

    @Test
    void tellsTheObserverOfEachCall() {
        node(0).listSessions(ofType(""));
        failure(() -> node(0).getSession(GetSessionRequest.getDefaultInstance()));
        failure(() -> node(0).listSessions(watching("")));
        var watch =
                cluster.connect("n-0")
                        .newCall(
                                SessionServiceGrpc.getListSessionsMethod(),
                                CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS));
        watch.start(new ClientCall.Listener<>() {}, new Metadata());
        watch.sendMessage(watching(""));
        watch.halfClose();
        watch.cancel("needed no more", null);

        await().untilAsserted(
                        () ->
                                assertThat(observed)
                                        .containsExactly(
                                                "QUERY 0 OK",
                                                "QUERY 0 INVALID_ARGUMENT",
                                                "QUERY 0 INVALID_ARGUMENT",
                                                "STREAM 0 CANCELLED"));
    }

    @Test
    void tellsWhichPartitionHasNoLeader() {
        cluster.replica(0, 2).lead(2, "", false);

        assertThat(failure(() -> node(0).listSessions(ofType(""))))
                .startsWith("UNAVAILABLE: partition 2 has no leader now; tried for ");
    }

    @Test
    void tellsWhichPartitionHasNoLeaderBeforeTheDeadline() {
        cluster.replica(0, 2).lead(2, "", false);
        Metadata headers = new Metadata();
        // The node knows of it and the caller does not, so that nothing but the node ends the call.
        headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), "1S");

        StatusRuntimeException error =
                catchThrowableOfType(
                        StatusRuntimeException.class,
                        () ->
                                node(0).withInterceptors(
                                                MetadataUtils.newAttachHeadersInterceptor(headers))
                                        .listSessions(ofType("")));

        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(error.getStatus().getDescription())
                .startsWith("partition 2 has no leader now; tried for ");
        assertThat(error.getTrailers().get(EXECUTED)).isEqualTo("no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GetSession", "ListSessions"})
    void refusesWhatCannotBeRead(String method) {
        FakeCluster.Outcome outcome =
                FakeCluster.call(
                        cluster.connect("n-0"),
                        "atomix.runtime.v1.SessionService/" + method,
                        new byte[] {-1, -1, 3, 4});

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private static String failure(ThrowingCallable call) {
        StatusRuntimeException error = catchThrowableOfType(StatusRuntimeException.class, call);
        return error.getStatus().getCode() + ": " + error.getStatus().getDescription();
    }
}
