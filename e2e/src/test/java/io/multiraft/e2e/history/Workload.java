package io.multiraft.e2e.history;

import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.e2e.history.ObjectClient.NamedTarget;
import io.multiraft.e2e.support.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The clients of one case, on objects of their own: some by the library, some plain ones, each at
 * one node, so that every node is asked all the while, and some that take a session from each
 * other.
 */
final class Workload implements AutoCloseable {

    static final String NAMESPACE = "histories";

    private static final int LIBRARY_CLIENTS = 3;
    private static final int SESSION_CLIENTS = 2;
    private static final int COUNTERS = 2;
    private static final int KEYS = 3;
    private static final int SETUP_SECONDS = 120;
    private static final int LARGE_BYTES = 64 << 10;
    private static final int LARGE_VALUES = 500;

    /** Longer than an election takes, shorter than a node is away. */
    private static final Duration DEADLINE = Duration.ofSeconds(4);

    private final String name;
    private final History history = new History();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Client> clients = new ArrayList<>();
    private final List<MultiRaftClient> libraries = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();
    private final List<NamedTarget> targets = new ArrayList<>();

    private Workload(String name) {
        this.name = name;
    }

    /**
     * Starts one.
     *
     * @param name of the objects, which no other workload has
     */
    static Workload start(NodeCluster cluster, String name, Random random) {
        Workload workload = new Workload(name);
        try {
            workload.prepare(cluster, random);
            workload.clients.forEach(Client::start);
            return workload;
        } catch (RuntimeException e) {
            workload.close();
            throw e;
        }
    }

    private void prepare(NodeCluster cluster, Random random) {
        for (String address : cluster.apis()) {
            wires.add(new Wire(address));
        }
        for (int i = 0; i < LIBRARY_CLIENTS; i++) {
            List<NamedTarget> reached = byLibrary(cluster);
            targets.addAll(i == 0 ? reached : List.of());
            add(random, reached);
        }
        for (Wire wire : wires) {
            add(random, byWire(wire));
        }
        for (int i = 0; i < SESSION_CLIENTS; i++) {
            clients.add(
                    new SessionClient(
                            clients.size(), history, random.nextLong(), stop, name, wires));
        }
    }

    private void add(Random random, List<NamedTarget> reached) {
        clients.add(new ObjectClient(clients.size(), history, random.nextLong(), stop, reached));
    }

    private List<NamedTarget> byLibrary(NodeCluster cluster) {
        MultiRaftClient client =
                MultiRaftClient.builder()
                        .endpoints(cluster.apis())
                        .deadline(DEADLINE)
                        .namespace(NAMESPACE)
                        .build();
        libraries.add(client);
        Session session =
                Await.within(SETUP_SECONDS, "a client of the library has its session")
                        .until(
                                () -> client.openSession(SessionOptions.unnamed()),
                                Objects::nonNull);
        sessions.add(session);
        List<NamedTarget> reached = new ArrayList<>();
        for (int i = 0; i < COUNTERS; i++) {
            String object = counterName(i);
            reached.add(
                    new NamedTarget(
                            ObjectClient.COUNTER,
                            object,
                            Library.counter(session.counter(object))));
        }
        for (int i = 0; i < KEYS; i++) {
            String key = "k" + i;
            reached.add(
                    new NamedTarget(
                            ObjectClient.ENTRY,
                            mapName() + "/" + key,
                            Library.entry(session.map(mapName()), key)));
        }
        return reached;
    }

    private List<NamedTarget> byWire(Wire wire) {
        String nonce = name + "-" + clients.size();
        List<NamedTarget> reached = new ArrayList<>();
        Await.within(SETUP_SECONDS, "a plain client has its objects")
                .until(
                        () -> {
                            reached.clear();
                            long session = WireSession.openUnnamed(wire, nonce);
                            for (int i = 0; i < COUNTERS; i++) {
                                String object = counterName(i);
                                long id =
                                        WireCounter.create(wire, session, 0, object)
                                                .getOutput()
                                                .getServiceId();
                                Target target =
                                        new WireCounter(wire, session, 0, id, WireCounter.REFUSALS);
                                reached.add(new NamedTarget(ObjectClient.COUNTER, object, target));
                            }
                            long id =
                                    WireEntry.create(wire, session, mapName())
                                            .getOutput()
                                            .getServiceId();
                            for (int i = 0; i < KEYS; i++) {
                                String key = "k" + i;
                                reached.add(
                                        new NamedTarget(
                                                ObjectClient.ENTRY,
                                                mapName() + "/" + key,
                                                new WireEntry(wire, session, id, key)));
                            }
                            return true;
                        });
        return reached;
    }

    private String counterName(int number) {
        return name + "-c" + number;
    }

    private String mapName() {
        return name + "-m";
    }

    History history() {
        return history;
    }

    /**
     * Waits until so many operations more were answered.
     *
     * @return false when they were not within the time
     */
    boolean awaitAnswered(int more, int seconds) {
        int wanted = history.answered() + more;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (history.answered() < wanted && System.nanoTime() < end) {
            pass(Duration.ofMillis(50));
        }
        return history.answered() >= wanted;
    }

    /** Writes large values, which are no part of the history, until something has come of it. */
    void writeLarge(BooleanSupplier done) {
        Target large = Library.entry(sessions.get(0).map(name + "-large"), "large");
        Values value = Values.text("x".repeat(LARGE_BYTES));
        for (int i = 0; i < LARGE_VALUES && !done.getAsBoolean(); i++) {
            large.perform("put", value);
            clients.forEach(Client::rethrow);
        }
    }

    /** Lets it go on for a while. */
    void pass(Duration duration) {
        clients.forEach(Client::rethrow);
        try {
            stop.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Stops, and looks at every object once more: what was acknowledged last is there, too. */
    void finish() {
        stop.countDown();
        clients.forEach(Client::join);
        for (NamedTarget target : targets) {
            Await.within(SETUP_SECONDS, target.object() + " is read once more")
                    .until(() -> read(target).definite());
        }
        for (Session session : sessions) {
            if (session.ended().isPresent()) {
                throw new AssertionError("a session ended: " + session.ended().get());
            }
        }
    }

    private Answer read(NamedTarget target) {
        return history.record(
                target.model(),
                target.object(),
                clients.size(),
                target.target(),
                "get",
                Values.NONE);
    }

    @Override
    public void close() {
        stop.countDown();
        libraries.forEach(MultiRaftClient::close);
        wires.forEach(Wire::close);
    }
}
