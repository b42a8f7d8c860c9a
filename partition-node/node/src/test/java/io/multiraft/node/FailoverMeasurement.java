package io.multiraft.node;

import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.multiraft.client.Counter;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.client.core.Placement;
import io.multiraft.proto.node.v1.GetStatusRequest;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills leaders of a cluster of processes with default settings, and prints how long it took until
 * others led, and until a client of another node could write again. Runs only when it is named:
 *
 * <pre>
 * mvn -Dfast -pl partition-node/node -am test -Dtest=FailoverMeasurement -Dkills=20 \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class FailoverMeasurement {

    private static final int SIZE = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path directory;

    private final int firstPort = FreePorts.row(30);
    private final NodeProcess[] nodes = new NodeProcess[SIZE];
    private final int[] starts = new int[SIZE];
    private final List<NodeGrpc.NodeBlockingStub> admins = new ArrayList<>();

    /** What a kill cost one partition that the node led. */
    private record Cost(long electedMillis, long writtenMillis) {}

    @Test
    void printsWhatTheDeathOfALeaderCosts() throws Exception {
        List<ManagedChannel> channels = new ArrayList<>();
        List<Cost> costs = new ArrayList<>();
        try {
            for (int node = 0; node < SIZE; node++) {
                ManagedChannel channel =
                        ManagedChannelBuilder.forAddress("localhost", firstPort + 5 * node + 2)
                                .usePlaintext()
                                .build();
                channels.add(channel);
                admins.add(NodeGrpc.newBlockingStub(channel));
                start(node);
            }
            IntStream.range(0, SIZE).forEach(this::awaitServing);
            for (int kill = 0; kill < Integer.getInteger("kills", 5); kill++) {
                List<Cost> cost = kill(1 + kill % SIZE);
                System.out.println("kill " + kill + ": " + cost);
                costs.addAll(cost);
            }
        } finally {
            channels.forEach(ManagedChannel::shutdownNow);
            for (NodeProcess node : nodes) {
                node.close();
            }
        }
        print("another leads", costs, Cost::electedMillis);
        print("written again", costs, Cost::writtenMillis);
    }

    private static void print(String what, List<Cost> costs, ToLongFunction<Cost> millis) {
        long[] sorted = costs.stream().mapToLong(millis).sorted().toArray();
        System.out.printf(
                "%s: %d partitions, median %d ms, 90 %% %d ms, worst %d ms%n",
                what,
                sorted.length,
                sorted[sorted.length / 2],
                sorted[sorted.length * 9 / 10],
                sorted[sorted.length - 1]);
    }

    /** Kills the leader of that partition, and with it perhaps of others. */
    private List<Cost> kill(int partition) throws Exception {
        int victim = number(leaders(0).get(partition));
        int other = (victim + 1) % SIZE;
        List<Integer> led =
                leaders(other).entrySet().stream()
                        .filter(entry -> number(entry.getValue()) == victim)
                        .map(Map.Entry::getKey)
                        .toList();
        List<Cost> costs = new ArrayList<>();
        try (MultiRaftClient client =
                        MultiRaftClient.builder()
                                .endpoints("localhost:" + (firstPort + 5 * other))
                                .deadline(PATIENCE)
                                .build();
                Session session = client.openSession(SessionOptions.unnamed())) {
            List<Writer> writers =
                    led.stream().map(id -> new Writer(session.counter(name(id)))).toList();
            writers.forEach(Writer::start);
            writers.forEach(writer -> writer.awaitWrites(100));
            long start = System.nanoTime();
            nodes[victim].kill();
            Map<Integer, Long> elected = awaitElections(led, victim, other, start);
            for (int i = 0; i < led.size(); i++) {
                costs.add(
                        new Cost(elected.get(led.get(i)), writers.get(i).stopAndLongestGap(start)));
            }
        }
        start(victim);
        awaitServing(victim);
        return costs;
    }

    private Map<Integer, Long> awaitElections(
            List<Integer> led, int victim, int other, long startNanos) {
        Map<Integer, Long> elected = new HashMap<>();
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> {
                            leaders(other)
                                    .forEach(
                                            (id, leader) -> {
                                                if (led.contains(id)
                                                        && !leader.isEmpty()
                                                        && number(leader) != victim) {
                                                    elected.putIfAbsent(id, millis(startNanos));
                                                }
                                            });
                            return elected.size() == led.size();
                        });
        return elected;
    }

    private static long millis(long sinceNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
    }

    /** Names of the leaders by partition, as that node sees them. */
    private Map<Integer, String> leaders(int node) {
        Map<Integer, String> leaders = new HashMap<>();
        for (PartitionStatus status :
                admins.get(node)
                        .withWaitForReady()
                        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .getStatus(GetStatusRequest.getDefaultInstance())
                        .getStatus()
                        .getPartitionsList()) {
            leaders.put(status.getPartitionId(), status.getLeader());
        }
        return leaders;
    }

    private static int number(String node) {
        return node.isEmpty() ? -1 : Integer.parseInt(node.substring("n-".length()));
    }

    /** Of a counter in that partition. */
    private static String name(int partition) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "counter-" + i)
                .filter(name -> Placement.partitionOf(name, SIZE) == partition)
                .findFirst()
                .orElseThrow();
    }

    private void start(int node) throws Exception {
        StringBuilder file = new StringBuilder("cluster: test\nmembers:\n");
        for (int i = 0; i < SIZE; i++) {
            int port = firstPort + 5 * i;
            file.append(
                    "  - {name: n-%d, host: localhost, apiPort: %d, peerPort: %d, adminPort: %d}\n"
                            .formatted(i, port, port + 1, port + 2));
        }
        file.append("partitions:\n");
        for (int id = 1; id <= SIZE; id++) {
            file.append("  - {id: %d, members: [n-0, n-1, n-2], bootstrap: true}\n".formatted(id));
        }
        nodes[node] =
                NodeProcess.start(
                        directory.resolve("output-" + node),
                        "serve",
                        "--config",
                        Files.writeString(directory.resolve("node.yaml"), file).toString(),
                        "--name",
                        "n-" + node,
                        "--data-directory",
                        Files.createDirectories(directory.resolve("n-" + node)).toString(),
                        "--http-port",
                        String.valueOf(firstPort + 25 + node));
        starts[node]++;
    }

    private void awaitServing(int node) {
        await().atMost(PATIENCE.multipliedBy(2))
                .until(() -> nodes[node].output().split("serving after", -1).length > starts[node]);
    }

    /** Increments one after the other, and remembers when each was answered. */
    private static final class Writer extends Thread {

        private final Counter counter;
        private final List<Long> answeredNanos = new ArrayList<>();
        private volatile boolean stopped;

        Writer(Counter counter) {
            super("writer");
            this.counter = counter;
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!stopped) {
                counter.increment(1);
                synchronized (answeredNanos) {
                    answeredNanos.add(System.nanoTime());
                }
            }
        }

        private long[] answered() {
            synchronized (answeredNanos) {
                return answeredNanos.stream().mapToLong(nanos -> nanos).toArray();
            }
        }

        void awaitWrites(int count) {
            int before = answered().length;
            await().atMost(PATIENCE).until(() -> answered().length >= before + count);
        }

        /** The longest time between two answers that ends after the kill. */
        long stopAndLongestGap(long killNanos) throws InterruptedException {
            awaitWrites(100);
            stopped = true;
            join(PATIENCE.toMillis());
            long[] answered = answered();
            long longest =
                    IntStream.range(1, answered.length)
                            .filter(i -> answered[i] > killNanos)
                            .mapToLong(i -> answered[i] - answered[i - 1])
                            .max()
                            .orElseThrow();
            return TimeUnit.NANOSECONDS.toMillis(longest);
        }
    }
}
