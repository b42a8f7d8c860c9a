package io.multiraft.bench.failover;

import io.multiraft.bench.system.MultiraftCluster;
import io.multiraft.client.Codec;
import io.multiraft.client.Counter;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.client.Versioned;
import io.multiraft.client.VersionedMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Kills the leader of three nodes while the Java client writes. */
public final class LeaderKills implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Of all writers before each kill, so that it is under full load. */
    private static final int WRITES_BETWEEN = 1_000;

    private final MultiraftCluster cluster;
    private final MultiRaftClient client;
    private final Counter counter;
    private final VersionedMap<String, Long> map;
    private final SuccessGaps gaps = new SuccessGaps();
    private final List<CheckedWriter> writers;

    /**
     * @param cluster stays the caller's to close
     * @param writerCount writes under way at a time
     */
    public LeaderKills(MultiraftCluster cluster, int writerCount) {
        this.cluster = cluster;
        this.client =
                MultiRaftClient.builder()
                        .endpoints(cluster.endpoints().toArray(String[]::new))
                        .deadline(PATIENCE)
                        .build();
        Session session = client.openSession(SessionOptions.unnamed());
        this.counter = session.counter("increments");
        this.map = session.map("puts", Codec.identity(), Codec.int64());
        this.writers =
                IntStream.range(0, writerCount)
                        .mapToObj(
                                number ->
                                        new CheckedWriter(
                                                counter.async(),
                                                map.async(),
                                                "key-" + number,
                                                gaps))
                        .toList();
        writers.forEach(CheckedWriter::start);
    }

    /** Writes for a while, for the JVMs to have compiled what they run. */
    public void warmUp(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    /** Kills the leader once, and waits until it is back and all write. */
    public Outage kill() {
        awaitWrites(WRITES_BETWEEN);
        int leader = cluster.leader();
        long killed = System.nanoTime();
        gaps.begin(killed);
        cluster.kill(leader);
        await("another leads", () -> cluster.leadsBesides(leader));
        long elected = System.nanoTime();
        awaitWrites(1);
        cluster.restart(leader);
        cluster.leader();
        awaitWrites(1);
        return new Outage(elected - killed, gaps.longest(System.nanoTime()));
    }

    private void awaitWrites(int count) {
        long before = written();
        await(count + " more writes", () -> failure().isPresent() || written() >= before + count);
        failure()
                .ifPresent(
                        failure -> {
                            throw new IllegalStateException("a write failed", failure);
                        });
    }

    private Optional<Throwable> failure() {
        return writers.stream().map(CheckedWriter::failure).flatMap(Optional::stream).findFirst();
    }

    /** Writes that were acknowledged. */
    public long written() {
        return writers.stream().mapToLong(CheckedWriter::written).sum();
    }

    /** Stops writing and reads what is there. */
    public Balance finish() {
        writers.forEach(CheckedWriter::stop);
        await(
                "the last write is answered",
                () -> writers.stream().allMatch(CheckedWriter::hasEnded));
        return Balance.of(
                written(),
                writers.stream().mapToLong(CheckedWriter::incremented).sum(),
                counter.get(),
                writers.stream().filter(writer -> !holdsWhatItMay(writer)).count(),
                writers.stream().filter(writer -> writer.failure().isPresent()).count());
    }

    private boolean holdsWhatItMay(CheckedWriter writer) {
        return writer.mayHold(map.get(writer.key()).map(Versioned::value).orElse(0L));
    }

    private static void await(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition::getAsBoolean);
    }

    @Override
    public void close() {
        client.close();
    }
}
