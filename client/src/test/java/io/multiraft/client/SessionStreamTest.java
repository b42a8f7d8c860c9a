package io.multiraft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.multiraft.client.errors.LimitReachedException;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.client.errors.UnavailableException;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.stream.v1.ExchangeRequest;
import io.multiraft.proto.stream.v1.RequestFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls as frames of streams to each node. */
class SessionStreamTest {

    /** On a stream of its own, which numbers its methods itself. */
    private static final String KEEP_ALIVE = PartitionGrpc.getKeepAliveMethod().getFullMethodName();

    private final FakeCluster cluster = new FakeCluster(1);
    private FakeNode node;
    private MultiRaftClient client;
    private Counter counter;

    @BeforeEach
    void start() throws IOException {
        node = cluster.node();
        client = FakeCluster.client(node).build();
        counter = usedCounter(client);
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void whatIsStartedTogetherLeavesInOneMessageAndInOrder() {
        untilNoAnswerIsLate(
                () -> {
                    int before = node.stream.messages.size();
                    incrementTogether(100).forEach(CompletableFuture::join);

                    List<List<Long>> messages =
                            messagesFrom(before).stream()
                                    .map(this::incrementsOf)
                                    .filter(numbers -> !numbers.isEmpty())
                                    .toList();
                    assertThat(messages).hasSize(1);
                    List<Long> numbers = messages.get(0);
                    long first = numbers.get(0);
                    assertThat(numbers)
                            .isEqualTo(LongStream.range(first, first + 100).boxed().toList());
                });
    }

    @Test
    void allSessionsShareTheStreams() {
        untilNoAnswerIsLate(
                () -> {
                    int before = node.stream.begun.get();
                    usedCounter(client);
                    assertThat(node.stream.begun).hasValue(before);
                });
    }

    @Test
    void aMethodIsNamedOnce() {
        untilNoAnswerIsLate(
                () -> {
                    int before = node.stream.messages.size();
                    counter.increment(1);
                    assertThat(messagesFrom(before))
                            .isNotEmpty()
                            .allMatch(message -> message.getMethodsCount() == 0);
                });
    }

    @Test
    void whatABrokenStreamLeavesOpenIsSentAgainOnAnotherOne() {
        node.fail("Increment", 1, FakeNode.Fault.HANG);
        CompletableFuture<Long> hanging = increment();
        Awaitility.await().until(() -> callsOf("Increment") == 2);
        int before = node.stream.begun.get();
        node.stream.end(Status.UNAVAILABLE.withDescription("the node stops"));
        assertThat(hanging.join()).isEqualTo(2);
        assertThat(node.stream.begun).hasValueGreaterThan(before);
    }

    @Test
    void aStreamThatTheNodeEndsWellIsOpenedAgain() {
        node.stream.end(Status.OK);
        Awaitility.await().until(() -> node.stream.openCount() == 0);
        assertThat(counter.increment(1)).isEqualTo(2);
    }

    /** Its answers may be too large for it, which says nothing of any command. */
    @Test
    void aStreamThatEndsOverALimitIsNoLimitOfTheCalls() {
        node.fail("Increment", 1, FakeNode.Fault.HANG);
        CompletableFuture<Long> hanging = increment();
        Awaitility.await().until(() -> callsOf("Increment") == 2);
        node.stream.end(Status.RESOURCE_EXHAUSTED.withDescription("nobody reads"));
        assertThat(hanging.join()).isEqualTo(2);
    }

    /** What came on it was indeterminate, and the node was asked again at once. */
    @Test
    void aStreamThatANodeHasNoRoomForIsALimitWithATime() {
        Metadata trailers = new Metadata();
        trailers.put(FakeNode.EXECUTED, "no");
        trailers.put(FakeNode.RETRY_AFTER, "30000");
        MultiRaftClient hasty = hastyClient();
        Counter hurried = usedCounterOf(hasty);
        node.stream.refuse(Status.RESOURCE_EXHAUSTED.withDescription("full"), trailers);
        node.stream.end(Status.UNAVAILABLE);
        Awaitility.await().until(() -> node.stream.openCount() == 0);
        untilNoAnswerIsLate(
                () ->
                        assertThatThrownBy(() -> hurried.increment(1))
                                .isInstanceOf(LimitReachedException.class)
                                .hasMessageContaining("full"));
        node.stream.refuse(null);
        hasty.close();
    }

    @Test
    void aSilentStreamIsLeftForOneOnANewConnection() {
        int before = node.stream.begun.get();
        node.stream.loseConnections();
        assertThat(counter.increment(1)).isEqualTo(2);
        assertThat(node.stream.begun).hasValueGreaterThan(before);
    }

    @Test
    void aNodeWithoutStreamsIsAskedOnceUntilACallThereFails() {
        node.stream.refuse(Status.UNIMPLEMENTED);
        node.stream.end(Status.UNAVAILABLE);
        Awaitility.await().until(() -> node.stream.openCount() == 0);
        int messages = node.stream.messages.size();
        untilNoAnswerIsLate(
                () -> {
                    counter.increment(1);
                    int asked = node.stream.begun.get();
                    counter.increment(1);
                    assertThat(node.stream.begun).hasValue(asked);
                });

        node.stream.refuse(null);
        node.fail("Increment", 1, FakeNode.Fault.REFUSE);
        counter.increment(1);
        assertThat(messagesFrom(messages)).isNotEmpty();
    }

    @Test
    void aNodeThatForbidsStreamsServesSingleCalls() {
        node.stream.refuse(Status.PERMISSION_DENIED.withDescription("not this service"));
        node.stream.end(Status.UNAVAILABLE);
        Awaitility.await().until(() -> node.stream.openCount() == 0);
        assertThat(counter.increment(1)).isEqualTo(2);
    }

    /** A single call without a connection may be on its way; here it is known that none left. */
    @Test
    void whatWasNeverSentHasNotHappened() {
        client.close();
        MultiRaftClient hasty = hastyClient();
        Counter early = usedCounterOf(hasty);
        cluster.close();
        Awaitility.await().until(() -> node.stream.openCount() == 0);
        untilNoAnswerIsLate(
                () ->
                        assertThatThrownBy(() -> early.increment(1))
                                .isInstanceOf(UnavailableException.class));
        assertThatThrownBy(hasty::close).isInstanceOf(UnavailableException.class);
    }

    @Test
    void aLargeRequestIsACallOfItsOwn() {
        int before = node.stream.messages.size();
        VersionedMap<String, ByteString> map =
                client.openSession(SessionOptions.unnamed())
                        .map("blobs", Codec.identity(), Codec.identity());
        map.put("large", bytes(300_000));
        map.put("small", bytes(3));
        assertThat(callsOf("Put")).isEqualTo(2);
        assertThat(messagesFrom(before))
                .allSatisfy(message -> assertThat(message.getSerializedSize()).isLessThan(300_000))
                .anySatisfy(
                        message ->
                                assertThat(message.getMethodsList())
                                        .contains("atomix.multiraft.map.v1.Map/Put"));
    }

    @Test
    void streamsToAddressesThatAreNotNeededEnd() throws IOException {
        List<String> endpoints = new CopyOnWriteArrayList<>(List.of(node.name()));
        FakeNode next = cluster.node();
        try (MultiRaftClient moving = FakeCluster.client(node).endpoints(() -> endpoints).build()) {
            Counter moved = moving.openSession(SessionOptions.unnamed()).counter("orders");
            moved.increment(1);
            Awaitility.await().until(() -> node.stream.openCount() == 4);
            endpoints.set(0, next.name());
            node.fail("Increment", 1, FakeNode.Fault.REFUSE);
            moved.increment(1);
            Awaitility.await().until(() -> node.stream.openCount() == 2);
        }
    }

    @Test
    void aClientThatIsClosedEndsItsStreams() {
        client.close();
        Awaitility.await().until(() -> node.stream.openCount() == 0);
    }

    /** A busy machine may take longer than an attempt, and then it is repeated. */
    private static void untilNoAnswerIsLate(ThrowingRunnable test) {
        Awaitility.await().untilAsserted(test);
    }

    private MultiRaftClient hastyClient() {
        return FakeCluster.client(node).deadline(Duration.ofSeconds(1)).build();
    }

    private static Counter usedCounterOf(MultiRaftClient hasty) {
        return Awaitility.await()
                .ignoreExceptionsInstanceOf(MultiRaftException.class)
                .until(() -> usedCounter(hasty), Objects::nonNull);
    }

    private static Counter usedCounter(MultiRaftClient client) {
        Counter used = client.openSession(SessionOptions.unnamed()).counter("orders");
        used.increment(1);
        return used;
    }

    private CompletableFuture<Long> increment() {
        return counter.async().increment(1).toCompletableFuture();
    }

    /** Started while the client's thread is held up by the node, so that it finds all of them. */
    private List<CompletableFuture<Long>> incrementTogether(int times) {
        CompletableFuture<Void> heldUp = new CompletableFuture<>();
        CompletableFuture<Void> started = new CompletableFuture<>();
        node.stream.beforeMessage(
                () -> {
                    heldUp.complete(null);
                    started.join();
                });
        counter.async().get();
        heldUp.join();
        List<CompletableFuture<Long>> increments =
                LongStream.range(0, times).mapToObj(one -> increment()).toList();
        started.complete(null);
        return increments;
    }

    private long callsOf(String method) {
        return node.calls.stream().filter(method::equals).count();
    }

    private static ByteString bytes(int size) {
        return ByteString.copyFrom(new byte[size]);
    }

    private List<ExchangeRequest> messagesFrom(int position) {
        return node.stream.messages.subList(position, node.stream.messages.size());
    }

    /** The numbers of its increments. */
    private List<Long> incrementsOf(ExchangeRequest message) {
        int method =
                1
                        + node.stream.messages.stream()
                                .filter(one -> !one.getMethodsList().contains(KEEP_ALIVE))
                                .flatMap(one -> one.getMethodsList().stream())
                                .toList()
                                .indexOf("atomix.multiraft.counter.v1.Counter/Increment");
        return message.getFramesList().stream()
                .filter(frame -> frame.getMethod() == method)
                .map(SessionStreamTest::number)
                .toList();
    }

    private static long number(RequestFrame increment) {
        try {
            return IncrementRequest.parseFrom(increment.getRequest())
                    .getHeaders()
                    .getCommandSequenceNum();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
