package io.multiraft.e2e.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Leaders are killed under clients that write and listen, one after the other: {@code
 * -Dclient.kills=200} for many.
 */
@Order(2)
@Timeout(value = 4, unit = TimeUnit.HOURS)
class LeaderKillsIT {

    private static final Path DIRECTORY = Path.of("target", "leader-kills").toAbsolutePath();
    private static final int KILLS = Integer.getInteger("client.kills", 5);
    private static final long SEED = Long.getLong("histories.seed", new Random().nextLong());

    /** Between two kills, at random up to this. */
    private static final int WRITES_MAX = 400;

    private static final int WRITERS = 3;
    private static final int PROGRESS_SECONDS = 180;

    @Test
    void noEventIsLostRepeatedOrOutOfOrder() throws Exception {
        Runs.empty(DIRECTORY);
        try (NodeCluster cluster =
                        NodeCluster.start(
                                DIRECTORY, new LoopbackNetwork("only processes are killed"));
                MultiRaftClient client = client(cluster);
                MultiRaftClient other = client(cluster)) {
            List<EventWatcher> watchers =
                    List.of(
                            new EventWatcher(client, Long.MAX_VALUE),
                            new EventWatcher(other, 1),
                            new EventWatcher(other, 100));
            List<EventWriter> writers =
                    IntStream.range(0, WRITERS)
                            .mapToObj(i -> new EventWriter(i == 0 ? client : other, "key-" + i))
                            .toList();
            writers.forEach(EventWriter::start);
            killLeaders(cluster, writers, watchers);
            check(writers, watchers);
        }
    }

    private static MultiRaftClient client(NodeCluster cluster) {
        return MultiRaftClient.builder()
                .endpoints(cluster.apis())
                .deadline(Duration.ofSeconds(PROGRESS_SECONDS))
                .build();
    }

    private static void killLeaders(
            NodeCluster cluster, List<EventWriter> writers, List<EventWatcher> watchers) {
        Progress.say("leader kills: " + KILLS + "; seed " + SEED);
        Random random = new Random(SEED);
        for (int kill = 1; kill <= KILLS; kill++) {
            awaitProgress(writers, watchers, 1 + random.nextInt(WRITES_MAX));
            NodeProcess leader = cluster.awaitLeader();
            leader.kill();
            awaitProgress(writers, watchers, 1);
            leader.start();
            cluster.awaitHealthy();
            if (kill % 20 == 0) {
                Progress.say(kill + " leaders killed, " + written(writers) + " writes");
            }
        }
        awaitProgress(writers, watchers, 1);
    }

    /** Each writer has so many writes more, and each watcher an event more. */
    private static void awaitProgress(
            List<EventWriter> writers, List<EventWatcher> watchers, int more) {
        List<Long> written = writers.stream().map(EventWriter::written).toList();
        List<Long> seen = watchers.stream().map(EventWatcher::seen).toList();
        Await.within(PROGRESS_SECONDS, "all make progress, from " + written + ", " + seen)
                .until(
                        () ->
                                writers.stream().anyMatch(EventWriter::failed)
                                        || watchers.stream().anyMatch(EventWatcher::failed)
                                        || haveMade(writers, written, more)
                                                && haveSeen(watchers, seen));
        writers.forEach(EventWriter::written);
        watchers.forEach(EventWatcher::seen);
    }

    private static boolean haveMade(List<EventWriter> writers, List<Long> written, int more) {
        return IntStream.range(0, writers.size())
                .allMatch(i -> writers.get(i).written() >= written.get(i) + more);
    }

    private static boolean haveSeen(List<EventWatcher> watchers, List<Long> seen) {
        return IntStream.range(0, watchers.size())
                .allMatch(i -> watchers.get(i).seen() > seen.get(i));
    }

    private static void check(List<EventWriter> writers, List<EventWatcher> watchers)
            throws InterruptedException {
        for (EventWriter writer : writers) {
            writer.finish();
        }
        long written = written(writers);
        watchers.forEach(watcher -> watcher.awaitAll(writers));
        assertThat(writers.get(0).counted()).as("increments").isEqualTo(written);
        Stream<Session> sessions =
                Stream.concat(
                        writers.stream().map(EventWriter::session),
                        watchers.stream().map(EventWatcher::session));
        assertThat(sessions).allSatisfy(session -> assertThat(session.ended()).isEmpty());
        Progress.say(written + " writes, and as many events to each listener, in order");
        writers.forEach(EventWriter::close);
        watchers.forEach(EventWatcher::close);
    }

    private static long written(List<EventWriter> writers) {
        return writers.stream().mapToLong(EventWriter::written).sum();
    }
}
