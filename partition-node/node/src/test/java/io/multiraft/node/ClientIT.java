package io.multiraft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.multiraft.client.Codec;
import io.multiraft.client.Counter;
import io.multiraft.client.MapEvent;
import io.multiraft.client.MapEvent.Type;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.PartitionClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionEnd;
import io.multiraft.client.SessionLease;
import io.multiraft.client.SessionOptions;
import io.multiraft.client.VersionedMap;
import io.multiraft.client.errors.ConflictException;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.errors.SessionEndedException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client library against a real node with three partitions. */
class ClientIT {

    /** Short enough to see a session end, long enough for a machine that has other work. */
    private static final Duration SHORT = Duration.ofSeconds(20);

    @TempDir private static Path directory;

    private static NodeProcess node;
    private static String address;
    private static int httpPort;
    private static MultiRaftClient client;
    private static MultiRaftClient other;

    @BeforeAll
    static void start() throws Exception {
        int port = FreePorts.row(30);
        node =
                NodeProcess.start(
                        directory.resolve("output"),
                        "dev",
                        "--members",
                        "1",
                        "--partitions",
                        "3",
                        "--data",
                        directory.resolve("data").toString(),
                        "--port",
                        String.valueOf(port),
                        "--http-port",
                        String.valueOf(port + 25));
        node.awaitOutput("Ctrl-C stops it", 1);
        address = "127.0.0.1:" + port;
        httpPort = port + 25;
        client = connect(address);
        other = connect("localhost:" + port);
    }

    private static MultiRaftClient connect(String endpoint) {
        return MultiRaftClient.builder().endpoints(endpoint).deadline(TestPatience.LONG).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        other.close();
        node.close();
    }

    @Test
    void attachingTakesASessionOverInEveryPartition() {
        SessionOptions worker =
                SessionOptions.named("worker").withLabels(Map.of("app", "shop")).withTimeout(SHORT);
        Queue<SessionEnd> ends = new ConcurrentLinkedQueue<>();
        Session first = client.openSession(worker);
        first.onEnd(ends::add);
        Counter orders = first.counter("orders");
        orders.increment(1);
        assertThatThrownBy(() -> other.openSession(worker)).isInstanceOf(ConflictException.class);

        try (Session second = other.openSession(worker.attaching())) {
            assertThat(second.leases())
                    .hasSize(3)
                    .allSatisfy(lease -> assertThat(lease.epoch()).isEqualTo(2));
            assertThatThrownBy(() -> orders.increment(1)).isInstanceOf(SessionEndedException.class);
            await().until(() -> !ends.isEmpty());
            assertThat(ends)
                    .extracting(SessionEnd::reason)
                    .containsExactly(SessionEnd.Reason.TAKEN_OVER);
            first.close();
            assertThat(second.counter("orders").increment(1)).isEqualTo(2);
        }
        assertThatThrownBy(() -> client.openSession(worker.attaching()))
                .isInstanceOf(SessionEndedException.class)
                .hasMessageContaining("worker");
    }

    @Test
    void saysThatASessionIsOverAndWhy() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        Session session = client.openSession(SessionOptions.named("doomed").withTimeout(SHORT));
        session.onEnd(end -> lost.countDown());
        // Whoever attaches may close it.
        other.openSession(SessionOptions.named("doomed").attaching()).close();
        assertThat(lost.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(session.ended())
                .hasValueSatisfying(
                        end -> {
                            assertThat(end.reason()).isEqualTo(SessionEnd.Reason.TAKEN_OVER);
                            assertThat(end.partitionId()).isPositive();
                            assertThat(end.message()).isNotEmpty();
                        });
    }

    @Test
    void tellsARevokedSessionFromOneThatWasTakenOver() {
        Session session = client.openSession(SessionOptions.unnamed().withTimeout(SHORT));
        ManagedChannel channel = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
        try {
            SessionLease lease = session.leases().get(1);
            PartitionClient.over(channel, lease.partitionId(), Duration.ofSeconds(20))
                    .closeSession(lease.sessionId())
                    .join();
            await().atMost(1, TimeUnit.MINUTES).until(() -> session.ended().isPresent());
            SessionEnd end = session.ended().orElseThrow();
            assertThat(end.reason()).isEqualTo(SessionEnd.Reason.REVOKED);
            assertThat(end.partitionId()).isEqualTo(lease.partitionId());
            assertThat(end.message()).contains("was closed");
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void tellsTheChangesOfAMapInThreePartitions() {
        Events events = new Events();
        try (Session session = client.openSession(SessionOptions.unnamed())) {
            VersionedMap<String, Long> stock =
                    session.map("stock", Codec.identity(), Codec.int64());
            stock.put("old", 1L);
            stock.events().withReplay().subscribe(events);
            await().until(() -> events.subscribed);
            for (long number = 0; number < 300; number++) {
                stock.async().put("key-" + number % 10, number);
            }
            await().until(() -> events.seen.size() >= 301);
            assertThat(events.seen)
                    .hasSize(301)
                    .filteredOn(event -> event.type() == Type.REPLAYED)
                    .extracting(MapEvent::key)
                    .containsExactly("old");
            for (int key = 0; key < 10; key++) {
                String name = "key-" + key;
                assertThat(events.seen)
                        .filteredOn(event -> event.key().equals(name))
                        .extracting(MapEvent::version)
                        .isSorted()
                        .doesNotHaveDuplicates()
                        .hasSize(30);
            }
            assertThat(stock.size()).isEqualTo(11);
            assertThat(events.error).isNull();
        }
        await().until(() -> events.error != null);
        assertThat(events.error).isInstanceOf(SessionEndedException.class);
    }

    @Test
    void anEntryWithATimeToLiveIsRemovedUnlessItIsWrittenAgainWithoutOne() {
        Duration instant = Duration.ofMillis(50);
        Duration hour = Duration.ofHours(1);
        try (Session session = client.openSession(SessionOptions.unnamed())) {
            VersionedMap<String, String> map =
                    session.map("mayfly", Codec.identity(), Codec.utf8());
            map.put("kept", "v", hour);
            map.put("put", "v", instant);
            map.insert("inserted", "v", instant);
            map.update("updated", "w", map.put("updated", "v"), instant);
            long soon = map.put("saved", "v", hour);
            map.update("saved", "w", soon);
            await().atMost(1, TimeUnit.MINUTES)
                    .untilAsserted(
                            () -> assertThat(map.entries()).containsOnlyKeys("kept", "saved"));
            assertThatThrownBy(() -> map.insert("kept", "w", instant))
                    .isInstanceOf(ConflictException.class);
        }
    }

    @Test
    void aDeletedCounterIsOfNoUseUntilItIsAskedForAgain() {
        try (Session session = client.openSession(SessionOptions.unnamed())) {
            Counter counter = session.counter("short-lived");
            counter.increment(5);
            try (Session second = other.openSession(SessionOptions.unnamed())) {
                second.counter("short-lived").get();
                assertThatThrownBy(counter::delete)
                        .isInstanceOf(ConflictException.class)
                        .hasMessageContaining("is open in 2 sessions");
                assertThat(counter.get()).isEqualTo(5);
            }
            counter.delete();
            counter.delete();
            assertThatThrownBy(counter::get)
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("was deleted by this session; ask the session for it");
            assertThat(session.counter("short-lived").get()).isZero();
        }
    }

    @Test
    void aDeletedMapTakesItsEventsWithItInEveryPartition() {
        Events events = new Events();
        try (Session session = client.openSession(SessionOptions.unnamed())) {
            VersionedMap<String, Long> map =
                    session.map("passing", Codec.identity(), Codec.int64());
            for (long number = 0; number < 20; number++) {
                map.put("key-" + number, number);
            }
            map.events().subscribe(events);
            await().atMost(1, TimeUnit.MINUTES).until(() -> events.subscribed);

            map.delete();

            await().atMost(1, TimeUnit.MINUTES).until(() -> events.error != null);
            assertThat(events.error)
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("was deleted by this session");
            assertThatThrownBy(() -> map.get("key-1")).isInstanceOf(InvalidException.class);
            assertThat(session.map("passing").size()).isZero();
            assertThat(session.ended()).isEmpty();
        }
    }

    @Test
    void manyCallsShareAStream() throws Exception {
        try (Session session = client.openSession(SessionOptions.unnamed())) {
            Counter counter = session.counter("streamed");
            List<CompletableFuture<Long>> increments = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                increments.add(counter.async().increment(1).toCompletableFuture());
            }
            increments.forEach(CompletableFuture::join);
            assertThat(increments.stream().map(CompletableFuture::join))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 1_000).boxed().toList());
            assertThat(counter.get()).isEqualTo(1_000);
            assertThat(metrics()).containsPattern("(?m)^multiraft_streams [1-9]");
        }
    }

    private static String metrics() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + httpPort + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void theClusterRefusesTimeoutsBeyondItsBounds() {
        SessionOptions tooLong = SessionOptions.unnamed().withTimeout(Duration.ofDays(30));
        assertThatThrownBy(() -> client.openSession(tooLong))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("timeout is 2592000s; accepted is");
    }

    private static final class Events implements Flow.Subscriber<MapEvent<String, Long>> {

        final Queue<MapEvent<String, Long>> seen = new ConcurrentLinkedQueue<>();
        volatile boolean subscribed;
        volatile Throwable error;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
            subscribed = true;
        }

        @Override
        public void onNext(MapEvent<String, Long> event) {
            seen.add(event);
        }

        @Override
        public void onError(Throwable problem) {
            error = problem;
        }

        @Override
        public void onComplete() {
            throw new AssertionError("the stream is complete");
        }
    }
}
