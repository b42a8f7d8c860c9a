package io.multiraft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.multiraft.proto.multiraft.counter.v1.CounterGrpc;
import io.multiraft.proto.multiraft.counter.v1.GetResponse;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.counter.v1.IncrementResponse;
import io.multiraft.proto.multiraft.map.v1.MapGrpc;
import io.multiraft.proto.node.v1.GetStatusRequest;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.TransferLeadershipRequest;
import io.multiraft.proto.stream.v1.ExchangeRequest;
import io.multiraft.proto.stream.v1.ExchangeResponse;
import io.multiraft.proto.stream.v1.FrameError;
import io.multiraft.proto.stream.v1.ResponseFrame;
import io.multiraft.proto.stream.v1.SessionStreamGrpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams to nodes of a cluster of three processes with one partition. */
class SessionStreamIT {

    private static final int SIZE = 3;
    private static final int IN_FLIGHT = 256;
    private static final String INCREMENT = "atomix.multiraft.counter.v1.Counter/Increment";
    private static final String GET = "atomix.multiraft.counter.v1.Counter/Get";
    private static final String MAP_GET = "atomix.multiraft.map.v1.Map/Get";

    private static final int FIRST_PORT = FreePorts.row(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final NodeProcess[] NODES = new NodeProcess[SIZE];
    private static final int[] STARTS = new int[SIZE];
    private static final ManagedChannel[] CHANNELS = new ManagedChannel[SIZE];
    private static final ManagedChannel[] ADMINS = new ManagedChannel[SIZE];

    @TempDir private static Path directory;

    @BeforeAll
    static void startAll() throws Exception {
        for (int node = 0; node < SIZE; node++) {
            start(node);
            CHANNELS[node] = connect(FIRST_PORT + 5 * node);
            ADMINS[node] = connect(FIRST_PORT + 5 * node + 2);
        }
    }

    /** Whatever the test before did to a node. */
    @BeforeEach
    void awaitServing() throws Exception {
        for (int node = 0; node < SIZE; node++) {
            if (!NODES[node].isAlive()) {
                start(node);
            }
            NODES[node].awaitOutput("serving after", STARTS[node]);
        }
    }

    @AfterAll
    static void stopAll() {
        for (int node = 0; node < SIZE; node++) {
            CHANNELS[node].shutdownNow();
            ADMINS[node].shutdownNow();
            NODES[node].close();
        }
    }

    private static ManagedChannel connect(int port) {
        return ManagedChannelBuilder.forAddress("localhost", port).usePlaintext().build();
    }

    private static Path config() throws Exception {
        StringBuilder members = new StringBuilder();
        for (int node = 0; node < SIZE; node++) {
            int port = FIRST_PORT + 5 * node;
            members.append(
                    "  - {name: n-%d, host: localhost, apiPort: %d, peerPort: %d, adminPort: %d}%n"
                            .formatted(node, port, port + 1, port + 2));
        }
        return Files.writeString(
                directory.resolve("node.yaml"),
                """
                cluster: test
                partitions: [{id: 1, members: [n-0, n-1, n-2], bootstrap: true}]
                members:
                %s
                """
                        .formatted(members));
    }

    private static void start(int node) throws Exception {
        STARTS[node]++;
        NODES[node] =
                NodeProcess.start(
                        directory.resolve("output-" + node),
                        "serve",
                        "--config",
                        config().toString(),
                        "--name",
                        "n-" + node,
                        "--data-directory",
                        Files.createDirectories(directory.resolve("n-" + node)).toString(),
                        "--http-port",
                        String.valueOf(FIRST_PORT + 25 + node));
    }

    /** The node that leads as one of them sees it, which is another than that one. */
    private static int awaitLeader(int asked, int other) {
        return await().ignoreExceptions()
                .until(
                        () -> {
                            String leader =
                                    NodeGrpc.newBlockingStub(ADMINS[asked])
                                            .getStatus(GetStatusRequest.getDefaultInstance())
                                            .getStatus()
                                            .getPartitions(0)
                                            .getLeader();
                            return Integer.parseInt(leader.substring("n-".length()));
                        },
                        leader -> leader != other);
    }

    private static String api(int node) {
        return "localhost:" + (FIRST_PORT + 5 * node);
    }

    /** Sends so many increments, 256 at a time; those that failed again, as a client does. */
    private static final class Load {

        final Set<Long> values = ConcurrentHashMap.newKeySet();
        final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
        final AtomicInteger answered = new AtomicInteger();
        private final StreamCaller stream;
        private final WireSession session;
        private final long counter;
        private final Semaphore room = new Semaphore(IN_FLIGHT);

        Load(StreamCaller stream, WireSession session, long counter) {
            this.stream = stream;
            this.session = session;
            this.counter = counter;
        }

        void send(int from, int to) throws InterruptedException {
            for (int number = from; number <= to; number++) {
                if (!room.tryAcquire(2 * TestPatience.LONG.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("no answer; " + answered + " before, " + wrong);
                }
                send(session.increment(counter, number));
            }
        }

        private void send(IncrementRequest request) {
            stream.call(1, request)
                    .whenComplete(
                            (frame, error) -> {
                                if (error == null && mayPass(frame.getError())) {
                                    again(request, frame.getError().getRetryAfter());
                                } else {
                                    take(frame, error);
                                }
                            });
        }

        /** No leader in time, or no room: nothing has happened. */
        private static boolean mayPass(FrameError error) {
            return error.getNotExecuted()
                    && (error.getCode() == Status.Code.UNAVAILABLE.value()
                            || error.getCode() == Status.Code.RESOURCE_EXHAUSTED.value());
        }

        private void again(IncrementRequest request, Duration after) {
            long nanos = TimeUnit.SECONDS.toNanos(after.getSeconds()) + after.getNanos();
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS)
                    .execute(() -> send(request));
        }

        private void take(ResponseFrame frame, Throwable error) {
            try {
                if (error != null || frame.hasError()) {
                    wrong.add(new AssertionError(String.valueOf(frame), error));
                } else {
                    values.add(value(frame));
                }
            } catch (Exception e) {
                wrong.add(e);
            } finally {
                answered.incrementAndGet();
                room.release();
            }
        }

        void awaitAll() throws InterruptedException {
            assertThat(
                            room.tryAcquire(
                                    IN_FLIGHT, 2 * TestPatience.LONG.toSeconds(), TimeUnit.SECONDS))
                    .as("all answered; so far %s, wrong %s", answered, wrong)
                    .isTrue();
            room.release(IN_FLIGHT);
        }

        /** Each of that many increments was done once. */
        void requireExactly(int count) {
            assertThat(wrong).isEmpty();
            assertThat(answered).hasValue(count);
            assertThat(values).hasSize(count).allMatch(value -> value >= 1 && value <= count);
        }
    }

    private static long value(ResponseFrame frame) throws Exception {
        return IncrementResponse.parseFrom(frame.getResponse()).getOutput().getValue();
    }

    @Test
    void tenThousandIncrementsAreDoneOnceWhileTheLeaderChanges() throws Exception {
        int leader = awaitLeader(0, -1);
        int other = (leader + 1) % SIZE;
        WireSession session = WireSession.open(CHANNELS[leader]);
        long counter = session.counter(CHANNELS[leader], "moving");
        StreamCaller stream = new StreamCaller(CHANNELS[leader], INCREMENT, GET);
        Load load = new Load(stream, session, counter);

        load.send(1, 3_000);
        await().ignoreExceptions().untilAsserted(() -> transfer(leader, other));
        load.send(3_001, 10_000);
        load.awaitAll();

        load.requireExactly(10_000);
        assertThat(stream.messages.get()).as("answers share messages").isLessThan(10_000);
        ResponseFrame get = stream.call(2, session.get(counter)).get();
        assertThat(GetResponse.parseFrom(get.getResponse()).getOutput().getValue())
                .isEqualTo(10_000);
        if (awaitLeader(leader, -1) == other) {
            assertThat(get.getLeader()).isEqualTo(api(other));
        }
        stream.halfClose();
        assertThat(stream.ended.get().isOk()).isTrue();
    }

    private static void transfer(int from, int to) {
        if (awaitLeader(from, -1) != to) {
            NodeGrpc.newBlockingStub(ADMINS[from])
                    .transferLeadership(
                            TransferLeadershipRequest.newBuilder()
                                    .setPartitionId(1)
                                    .setTarget("n-" + to)
                                    .build());
        }
    }

    @Test
    void incrementsAreDoneOnceWhenTheLeaderIsKilled() throws Exception {
        int leader = awaitLeader(0, -1);
        int other = (leader + 1) % SIZE;
        WireSession session = WireSession.open(CHANNELS[other]);
        long counter = session.counter(CHANNELS[other], "killed");
        Load load = new Load(new StreamCaller(CHANNELS[other], INCREMENT), session, counter);

        load.send(1, 1_000);
        NODES[leader].kill();
        load.send(1_001, 2_000);
        load.awaitAll();

        load.requireExactly(2_000);
        assertThat(awaitLeader(other, leader)).isNotEqualTo(leader);
    }

    @Test
    void aNodeThatStopsAnswersWhatIsUnderWayAndEndsItsStreams() throws Exception {
        int leader = awaitLeader(0, -1);
        WireSession session = WireSession.open(CHANNELS[leader]);
        long counter = session.counter(CHANNELS[leader], "stopping");
        StreamCaller stream = new StreamCaller(CHANNELS[leader], INCREMENT);
        for (int number = 1; number <= 100; number++) {
            stream.call(1, session.increment(counter, number));
        }

        assertThat(NODES[leader].terminate()).isZero();

        Status status = stream.ended.get();
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).isEqualTo("the node stops; send to another");
    }

    @Test
    void aCommandNumberHasOneEffectWhicheverWayItIsSent() throws Exception {
        int node = 1;
        WireSession session = WireSession.open(CHANNELS[node]);
        long counter = session.counter(CHANNELS[node], "twoways");
        StreamCaller stream = new StreamCaller(CHANNELS[node], INCREMENT);
        CounterGrpc.CounterBlockingStub single = CounterGrpc.newBlockingStub(CHANNELS[node]);

        assertThat(single.increment(session.increment(counter, 1)).getOutput().getValue())
                .isEqualTo(1);
        assertThat(value(stream.call(1, session.increment(counter, 1)).get())).isEqualTo(1);
        assertThat(value(stream.call(1, session.increment(counter, 2)).get())).isEqualTo(2);
        assertThat(single.increment(session.increment(counter, 2)).getOutput().getValue())
                .isEqualTo(2);
        assertThat(single.get(session.get(counter)).getOutput().getValue()).isEqualTo(2);
    }

    @Test
    void aBrokenFrameFailsAlone() throws Exception {
        WireSession session = WireSession.open(CHANNELS[0]);
        long counter = session.counter(CHANNELS[0], "broken");
        RawStream stream = new RawStream(CHANNELS[0]);
        stream.call.request(Integer.MAX_VALUE);
        ByteString good = session.increment(counter, 1).toByteString();
        ByteString.Output message = ByteString.newOutput();
        ExchangeRequest.newBuilder()
                .addMethods(INCREMENT)
                .addFrames(StreamCaller.frame(1, 1, good))
                .build()
                .writeTo(message);
        // A frame of one byte, which begins a number that does not end.
        message.write(new byte[] {0x12, 1, (byte) 0x80});
        ExchangeRequest.newBuilder()
                .addFrames(StreamCaller.frame(2, 1, session.increment(counter, 2).toByteString()))
                .build()
                .writeTo(message);
        stream.call.sendMessage(message.toByteString().toByteArray());

        await().until(() -> stream.frames.size() == 3);
        assertThat(stream.frames)
                .filteredOn(ResponseFrame::hasError)
                .singleElement()
                .satisfies(
                        frame -> {
                            assertThat(frame.getFrameId()).isZero();
                            assertThat(frame.getError().getCode())
                                    .isEqualTo(Status.Code.INVALID_ARGUMENT.value());
                        });
        stream.call.halfClose();
        assertThat(stream.ended.get().isOk()).isTrue();
    }

    @Test
    void aCallerThatStopsReadingIsCutOffAndOthersAreServed() throws Exception {
        int leader = awaitLeader(0, -1);
        WireSession session = WireSession.open(CHANNELS[leader]);
        long map = session.map(CHANNELS[leader], "pages");
        byte[] page = new byte[256 << 10];
        MapGrpc.newBlockingStub(CHANNELS[leader])
                .put(session.put(map, "page", ByteString.copyFrom(page)));
        RawStream stream = new RawStream(CHANNELS[leader]);
        ExchangeRequest.Builder gets = ExchangeRequest.newBuilder().addMethods(MAP_GET);
        IntStream.rangeClosed(1, 32)
                .forEach(
                        id ->
                                gets.addFrames(
                                        StreamCaller.frame(
                                                id, 1, session.get(map, "page").toByteString())));
        stream.call.sendMessage(gets.build().toByteArray());

        await().until(() -> openStreams(leader) == 1);
        await().until(() -> openStreams(leader) == 0);
        long counter = session.counter(CHANNELS[leader], "unread");
        assertThat(
                        CounterGrpc.newBlockingStub(CHANNELS[leader])
                                .increment(session.increment(counter, 1))
                                .getOutput()
                                .getValue())
                .isEqualTo(1);

        stream.call.request(Integer.MAX_VALUE);
        Status status = stream.ended.get();
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).startsWith("the caller has taken no answer for 10000");
        assertThat(stream.frames).hasSizeLessThan(32);
    }

    private static int openStreams(int node) throws Exception {
        URI uri = URI.create("http://127.0.0.1:%d/metrics".formatted(FIRST_PORT + 25 + node));
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("multiraft_streams "))
                .mapToInt(line -> (int) Double.parseDouble(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
    }

    /** A stream whose messages are bytes, and which reads only when it is told. */
    private static final class RawStream extends ClientCall.Listener<ExchangeResponse> {

        final ClientCall<byte[], ExchangeResponse> call;
        final Queue<ResponseFrame> frames = new ConcurrentLinkedQueue<>();
        final CompletableFuture<Status> ended = new CompletableFuture<>();

        RawStream(ManagedChannel channel) {
            call =
                    channel.newCall(
                            SessionStreamGrpc.getExchangeMethod().toBuilder(
                                            io.multiraft.node.grpc.ByteMarshaller.RESPONSE,
                                            SessionStreamGrpc.getExchangeMethod()
                                                    .getResponseMarshaller())
                                    .build(),
                            CallOptions.DEFAULT);
            call.start(this, new Metadata());
        }

        @Override
        public void onMessage(ExchangeResponse message) {
            frames.addAll(message.getFramesList());
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
        }
    }
}
