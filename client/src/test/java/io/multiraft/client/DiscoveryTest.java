package io.multiraft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    private static final String INSIDE = "sample-0.sample-members.shop.svc";

    private final FakeCluster cluster = new FakeCluster(1);
    private final Map<String, InetAddress[]> names = new ConcurrentHashMap<>();
    private final Queue<String> lookedUp = new ConcurrentLinkedQueue<>();
    private final AtomicLong nanos = new AtomicLong();
    private final NameLookups lookups = new NameLookups(this::lookUp, Runnable::run, nanos::get);

    private InetAddress[] lookUp(String name) throws UnknownHostException {
        lookedUp.add(name);
        InetAddress[] found = names.get(name);
        if (found == null) {
            throw new UnknownHostException(name);
        }
        return found;
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aServiceIsAllItsAddresses() throws IOException {
        names.put("sample", addresses("127.0.0.9", "127.0.0.8", "::1"));
        ServiceEndpoints service = new ServiceEndpoints(lookups, new Endpoint("sample", 5678));
        assertThat(service.get())
                .containsExactlyInAnyOrder(
                        "127.0.0.8:5678", "127.0.0.9:5678", "[0:0:0:0:0:0:0:1]:5678");
        assertThat(service.has("127.0.0.8:5678")).isTrue();
        assertThat(service.has("sample:5678")).isFalse();
    }

    @Test
    void aServiceIsLookedUpAgainButNotForEveryCallThatFails() throws IOException {
        ServiceEndpoints service = new ServiceEndpoints(lookups, new Endpoint("sample", 5678));
        assertThat(service.get()).as("nobody knows it yet").containsExactly("sample:5678");
        names.put("sample", addresses("127.0.0.8"));
        service.get();
        assertThat(lookedUp).hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(service.get()).containsExactly("127.0.0.8:5678");
        names.clear();
        pass(Duration.ofSeconds(1));
        assertThat(service.get()).as("as good as none").containsExactly("127.0.0.8:5678");
        names.put("sample", addresses("127.0.0.7"));
        pass(Duration.ofSeconds(1));
        assertThat(service.get()).containsExactly("127.0.0.7:5678");
    }

    @Test
    void goesOnWithAnotherNodeOfTheService() throws Exception {
        Server server = start(new FakeNode(cluster, "node"));
        names.put("sample", addresses("127.0.0.254", "127.0.0.1"));
        try (MultiRaftClient client =
                        new MultiRaftClientBuilder(lookups)
                                .service("sample", server.getPort())
                                .deadline(TestPatience.LONG)
                                .build();
                Session session = client.openSession(SessionOptions.unnamed())) {
            assertThat(session.counter("orders").increment(1)).isEqualTo(1);
        }
    }

    /** gRPC warned, with a stack trace, each time it looked for the leader. */
    @Test
    void aLeaderWhoseNameMeansNothingHereIsNoTroubleForAMinute() throws Exception {
        FakeNode node = new FakeNode(cluster, "node");
        node.forwardTo(new FakeNode(cluster, INSIDE + ":5678"));
        Server server = start(node);
        Warnings warnings = new Warnings();
        Logger.getLogger("io.grpc").addHandler(warnings);
        try (MultiRaftClient client =
                        new MultiRaftClientBuilder(lookups)
                                .endpoints("127.0.0.1:" + server.getPort())
                                .deadline(TestPatience.LONG)
                                .build();
                Session session = client.openSession(SessionOptions.unnamed())) {
            Counter orders = session.counter("orders");
            for (int i = 1; i <= 20; i++) {
                assertThat(orders.increment(1)).isEqualTo(i);
            }
            assertThat(lookedUp).containsExactly(INSIDE);
            pass(Duration.ofMinutes(1));
            orders.increment(1);
            assertThat(lookedUp).containsExactly(INSIDE, INSIDE);
        } finally {
            Logger.getLogger("io.grpc").removeHandler(warnings);
        }
        assertThat(warnings.said).isEmpty();
    }

    @Test
    void aLeaderWhoseNameIsKnownIsUsed() throws Exception {
        FakeNode first = new FakeNode(cluster, "first");
        FakeNode second = new FakeNode(cluster, "second");
        int port = start(second).getPort();
        first.forwardTo(new FakeNode(cluster, "localhost:" + port));
        names.put("localhost", addresses("127.0.0.1"));
        try (MultiRaftClient client =
                        new MultiRaftClientBuilder(lookups)
                                .endpoints("127.0.0.1:" + start(first).getPort())
                                .deadline(TestPatience.LONG)
                                .build();
                Session session = client.openSession(SessionOptions.unnamed())) {
            Counter orders = session.counter("orders");
            org.awaitility.Awaitility.await()
                    .until(
                            () -> {
                                orders.increment(1);
                                return second.calls.contains("Increment");
                            });
        }
    }

    @Test
    void remembersALimitedNumberOfNames() {
        for (int i = 0; i <= 1_000; i++) {
            lookups.addresses("name-" + i, 60_000);
        }
        lookedUp.clear();
        lookups.addresses("name-1000", 60_000);
        assertThat(lookedUp).isEmpty();
        lookups.addresses("name-0", 60_000);
        assertThat(lookedUp).containsExactly("name-0");
    }

    private Server start(FakeNode node) throws IOException {
        return cluster.start(
                node, Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }

    private static final class Warnings extends Handler {

        final List<String> said = new java.util.concurrent.CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
                said.add(record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
