package io.multiraft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.multiraft.client.MapEvent.Type;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.errors.LimitReachedException;
import io.multiraft.client.errors.SessionEndedException;
import io.multiraft.client.errors.UnavailableException;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapEventsTest {

    private static final Duration QUICK = Duration.ofMillis(400);

    private final FakeCluster cluster = new FakeCluster(3);
    private FakeNode node;
    private MultiRaftClient client;
    private Session session;
    private VersionedMap<String, Long> stock;

    @BeforeEach
    void start() throws IOException {
        node = cluster.node();
        client = FakeCluster.client(node).build();
        session = client.openSession(SessionOptions.unnamed());
        stock = session.map("stock", Codec.identity(), Codec.int64());
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void tellsEveryChangeInOrderAfterTheEntriesThatWereThere() {
        long first = stock.put("screws", 1L);
        Recorded<MapEvent<String, Long>> events = Recorded.allOf(stock.events().withReplay());
        long second = stock.put("screws", 2L);
        stock.remove("screws");
        long third = stock.put("screws", 3L);
        assertThat(events.await(4))
                .containsExactly(
                        new MapEvent<>(Type.REPLAYED, "screws", 1L, first),
                        new MapEvent<>(Type.UPDATED, "screws", 2L, second),
                        new MapEvent<>(Type.REMOVED, "screws", 2L, second),
                        new MapEvent<>(Type.INSERTED, "screws", 3L, third));
    }

    @Test
    void tellsOfAllPartitionsOrOfOneEntry() {
        Recorded<MapEvent<String, Long>> all = Recorded.allOf(stock.events());
        Recorded<MapEvent<String, Long>> one = Recorded.allOf(stock.events().of("nails"));
        List<String> keys = List.of("screws", "nails", "bolts", "nuts", "washers");
        keys.forEach(key -> stock.put(key, 1L));
        assertThat(all.await(keys.size()))
                .extracting(MapEvent::key)
                .containsExactlyInAnyOrderElementsOf(keys);
        assertThat(one.await(1)).extracting(MapEvent::key).containsExactly("nails");
        assertThat(cluster.maps).as("partitions").hasSizeGreaterThan(1);
    }

    @Test
    void goesOnWithoutLossOrRepetitionWhenConnectionsBreak() {
        Recorded<MapEvent<String, Long>> events = Recorded.allOf(stock.events());
        for (long number = 1; number <= 100; number++) {
            stock.put("screws", number);
            if (number % 25 == 0) {
                cluster.events.cut();
            }
        }
        assertThat(events.await(100))
                .extracting(MapEvent::value)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(node.calls).filteredOn("Events"::equals).as("3 and again").hasSizeGreaterThan(3);
    }

    @Test
    void aSlowSubscriberSlowsTheNodeDownAndLosesNothing() {
        Recorded<MapEvent<String, Long>> events = Recorded.of(stock.events().of("screws"), 1);
        int count = 3 * PartitionStream.ROOM;
        for (long number = 1; number <= count; number++) {
            stock.put("screws", number);
        }
        assertThat(events.await(1)).hasSize(1);
        Awaitility.await().until(() -> !cluster.events.isRead());
        int attempts = cluster.events.attempts("screws");
        Recorded<MapEvent<String, Long>> other = Recorded.allOf(stock.events().of("nails"));
        for (int round = 1; round <= 5; round++) {
            cluster.events.cut();
            stock.put("nails", 0L);
            other.await(round);
        }
        assertThat(cluster.events.attempts("screws"))
                .as("it is not opened again before it has room")
                .isEqualTo(attempts);
        assertThat(cluster.events.attempts("nails")).isGreaterThan(5);
        events.subscription.request(count - 2);
        assertThat(events.await(count - 1)).hasSize(count - 1);
        events.subscription.request(Long.MAX_VALUE);
        assertThat(events.await(count))
                .extracting(MapEvent::value)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
    }

    @Test
    void holdsNoMoreThanSomeLargeValues() {
        VersionedMap<String, ByteString> large = session.map("stock");
        Recorded<MapEvent<String, ByteString>> events = Recorded.of(large.events().of("screws"), 0);
        ByteString megabyte = ByteString.copyFrom(new byte[1 << 20]);
        for (int i = 0; i < 12; i++) {
            large.put("screws", megabyte);
        }
        Awaitility.await().until(() -> !cluster.events.isRead());
        events.subscription.request(12);
        assertThat(events.await(12)).hasSize(12);
        Awaitility.await().until(cluster.events::isRead);
    }

    @Test
    void acknowledgesWhatHasArrived() {
        try (Session quick = client.openSession(SessionOptions.unnamed().withTimeout(QUICK))) {
            VersionedMap<String, Long> map = quick.map("stock", Codec.identity(), Codec.int64());
            Recorded<MapEvent<String, Long>> events = Recorded.allOf(map.events().of("screws"));
            stock.put("screws", 1L);
            events.await(1);
            Awaitility.await()
                    .until(
                            () ->
                                    cluster.keepAlives.stream()
                                            .flatMap(
                                                    sent ->
                                                            sent
                                                                    .getOutputStreamSequenceNumsMap()
                                                                    .values()
                                                                    .stream())
                                            .anyMatch(number -> number == 2));
        }
    }

    @Test
    void endsWithItsSessionAfterWhatHasArrived() {
        Recorded<MapEvent<String, Long>> events = Recorded.of(stock.events(), 0);
        stock.put("screws", 1L);
        Awaitility.await().until(() -> node.calls.contains("Events"));
        session.close();
        events.subscription.request(5);
        assertThat(events.awaitError())
                .isInstanceOf(SessionEndedException.class)
                .hasMessageContaining("CLOSED");
        Recorded<MapEvent<String, Long>> late = Recorded.allOf(stock.events());
        assertThat(late.awaitError()).isInstanceOf(SessionEndedException.class);
    }

    @Test
    void endsWithItsClient() {
        Recorded<MapEvent<String, Long>> events = Recorded.allOf(stock.events());
        client.close();
        assertThat(events.awaitError()).isInstanceOf(SessionEndedException.class);
        assertThat(Recorded.allOf(stock.events()).awaitError())
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the client is closed");
    }

    @Test
    void saysWhyTheClusterEndsIt() {
        Recorded<MapEvent<String, Long>> slow = Recorded.allOf(stock.events().of("screws"));
        stock.put("screws", 1L);
        cluster.events.refuse(FakeCluster.status(Status.UNAVAILABLE, "the session is too slow"));
        assertThat(slow.awaitError())
                .isInstanceOf(LimitReachedException.class)
                .hasMessage("the session is too slow");
        assertThat(slow.events).hasSize(1);
    }

    @Test
    void isCompleteWhenTheClusterSaysSoInEachPartition() {
        Recorded<MapEvent<String, Long>> events = Recorded.allOf(stock.events());
        cluster.events.complete();
        Awaitility.await().until(() -> events.complete);
        assertThat(events.error).isNull();
    }

    @Test
    void tellsNothingOnceItIsCancelled() {
        Recorded<MapEvent<String, Long>> cancelled = Recorded.allOf(stock.events());
        Recorded<MapEvent<String, Long>> other = Recorded.allOf(stock.events());
        cancelled.subscription.cancel();
        cancelled.subscription.cancel();
        stock.put("screws", 1L);
        other.await(1);
        assertThat(cancelled.events).isEmpty();
        other.subscription.cancel();
        Awaitility.await().until(cluster.events::areClosed);
    }

    @Test
    void aSubscriberThatThrowsIsCancelledAndItsThreadIsTold() {
        CompletableFuture<Void> told = new CompletableFuture<>();
        try (MultiRaftClient other =
                FakeCluster.client(node)
                        .callbacks(
                                task -> CompletableFuture.runAsync(task).exceptionally(told(told)))
                        .build()) {
            Recorded<MapEvent<String, ByteString>> events =
                    Recorded.allOf(
                            other.openSession(SessionOptions.unnamed()).map("stock").events());
            events.onNext =
                    event -> {
                        throw new IllegalStateException("thrown by the test");
                    };
            stock.put("screws", 1L);
            assertThatThrownBy(told::join).hasRootCauseMessage("thrown by the test");
            Awaitility.await().until(cluster.events::areClosed);
        }
    }

    /** What was to be done in the same step was lost with it. */
    @Test
    void aSubscriberThatThrowsOnTheClientsThreadTakesNoOtherWithIt() {
        try (MultiRaftClient direct = FakeCluster.client(node).callbacks(Runnable::run).build()) {
            Session shared = direct.openSession(SessionOptions.unnamed());
            MapEvents<String, ByteString> changes = shared.map("stock").events().of("screws");
            Recorded<MapEvent<String, ByteString>> throwing = Recorded.allOf(changes);
            throwing.onError =
                    problem -> {
                        throw new IllegalStateException("thrown by the test");
                    };
            Recorded<MapEvent<String, ByteString>> other = Recorded.allOf(changes);
            shared.close();
            assertThat(other.awaitError()).isInstanceOf(SessionEndedException.class);
        }
    }

    private static Function<Throwable, Void> told(CompletableFuture<Void> told) {
        return error -> {
            told.completeExceptionally(error);
            return null;
        };
    }

    @Test
    void anEventThatCannotBeReadEndsIt() {
        Recorded<MapEvent<String, Long>> events = Recorded.allOf(stock.events());
        session.map("stock").put("screws", ByteString.copyFromUtf8("many"));
        assertThat(events.awaitError())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("the value of key 'screws'")
                .hasMessageContaining("expected 8 bytes, got 4");
        Awaitility.await().until(cluster.events::areClosed);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatNullPointerException().isThrownBy(() -> stock.events().subscribe(null));
        assertThatThrownBy(() -> stock.events().of(""))
                .isInstanceOf(InvalidException.class)
                .hasMessage("key '': expected at least one character");
        Recorded<MapEvent<String, Long>> events = Recorded.of(stock.events(), 0);
        events.subscription.request(0);
        assertThat(events.awaitError())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("request of 0: expected at least 1");
    }
}
