package io.multiraft.e2e.history;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiraft.e2e.support.Progress;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few faults, one after the other on one cluster. {@link RandomFaults} has all, for long. */
@Order(1)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class HistoriesIT {

    private static final Path DIRECTORY = Path.of("target", "histories").toAbsolutePath();

    private static final long SEED = Long.getLong("histories.seed", new Random().nextLong());

    private static Checker checker;
    private static NodeCluster cluster;
    private static int cases;

    @BeforeAll
    static void start() throws Exception {
        checker = Checker.build();
        if (!checker.obstacle().isEmpty()) {
            Progress.say("NOT RUN: histories: " + checker.obstacle());
        }
        assumeTrue(checker.obstacle().isEmpty(), checker.obstacle());
        Runs.empty(DIRECTORY);
        cluster = NodeCluster.start(DIRECTORY);
        Progress.say("histories: " + cluster.network().describe() + "; seed " + SEED);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "LEADER_KILLED",
                "LEADER_PAUSED",
                "LEADER_CUT_OFF",
                "LEADER_HEARS_NOTHING",
                "LOG_BYTE_FLIPPED",
                "DATA_WIPED"
            })
    void historyIsLinearizable(Fault fault) {
        String obstacle = fault.obstacle(cluster.network());
        if (!obstacle.isEmpty()) {
            Progress.say("NOT RUN: " + fault + ": " + obstacle);
        }
        assumeTrue(obstacle.isEmpty(), obstacle);
        int number = ++cases;
        new Case(checker, cluster, DIRECTORY).run(number, fault, SEED + number);
    }
}
