package io.multiraft.e2e.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.e2e.support.Progress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every fault, again and again, in an order that a seed gives, for as many minutes as {@code
 * histories.minutes} says. Not one of the tests of a build: {@code make histories} runs it.
 */
class RandomFaults {

    private static final Path DIRECTORY = Path.of("target", "histories-random").toAbsolutePath();

    /** After so many failed cases there is enough to look at. */
    private static final int FAILURES_AT_MOST = 5;

    private final long seed = Long.getLong("histories.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final Map<Fault, Integer> passed = new EnumMap<>(Fault.class);
    private final List<String> failures = new ArrayList<>();
    private final Deque<Fault> deck = new ArrayDeque<>();
    private int number;

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void historiesAreLinearizable() throws Exception {
        Checker checker = Checker.build();
        assertThat(checker.obstacle()).isEmpty();
        Runs.empty(DIRECTORY);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(Long.getLong("histories.minutes"));
        Progress.say("histories: seed " + seed + ", everything in " + DIRECTORY);
        while (System.nanoTime() < end && failures.size() < FAILURES_AT_MOST) {
            // Anew after a failure: the next case is not to suffer from what it left.
            Path home = DIRECTORY.resolve("from-case-" + (number + 1));
            try (NodeCluster cluster = NodeCluster.start(home)) {
                Case runner = new Case(checker, cluster, home);
                while (System.nanoTime() < end && passes(runner, draw(cluster.network()))) {
                    Progress.say("histories: passed so far: " + passed);
                }
            }
        }
        assertThat(failures).as("failed cases; passed: %s; seed %d", passed, seed).isEmpty();
    }

    private boolean passes(Case runner, Fault fault) {
        try {
            runner.run(++number, fault, random.nextLong());
            passed.merge(fault, 1, Integer::sum);
            return true;
        } catch (AssertionError e) {
            Progress.say("FAILED: " + e.getMessage());
            failures.add(e.getMessage());
            return false;
        }
    }

    /**
     * Each fault once before any comes again, or only those that {@code histories.faults} names.
     */
    private Fault draw(Network network) {
        while (deck.isEmpty()) {
            List<Fault> faults = new ArrayList<>(chosen());
            faults.removeIf(fault -> !fault.obstacle(network).isEmpty());
            assertThat(faults).as("faults that can strike here").isNotEmpty();
            Collections.shuffle(faults, random);
            deck.addAll(faults);
        }
        return deck.pop();
    }

    private static List<Fault> chosen() {
        String names = System.getProperty("histories.faults", "");
        return names.isEmpty()
                ? List.of(Fault.values())
                : Arrays.stream(names.split(",")).map(Fault::valueOf).toList();
    }
}
