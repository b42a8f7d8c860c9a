package io.multiraft.e2e.history;

import io.multiraft.e2e.support.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * One fault under one workload, and the check of what the clients saw. It counts only if enough
 * happened before and after, and if the cluster is well again: else it has tested nothing, and
 * fails for that.
 */
final class Case {

    /** Answered operations before the fault, and after the cluster is well again. */
    static final int ANSWERED_BEFORE = 300;

    static final int ANSWERED_AFTER = 150;

    private static final int PROGRESS_SECONDS = 180;

    private final Checker checker;
    private final NodeCluster cluster;
    private final Path directory;

    /**
     * @param directory for histories and pictures
     */
    Case(Checker checker, NodeCluster cluster, Path directory) {
        this.checker = checker;
        this.cluster = cluster;
        this.directory = directory;
    }

    /**
     * Runs it.
     *
     * @param number of the case in this run; objects are named after it
     * @param seed of all choices; the moments are those of the machine
     */
    void run(int number, Fault fault, long seed) {
        String name = number + "-" + fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
        try {
            History history = history("case" + number, fault, new Random(seed));
            Path file = directory.resolve(name + ".jsonl");
            history.write(file);
            Progress.say(name + ": " + history.answered() + " operations were answered");
            checker.check(file, directory.resolve(name)).lines().forEach(Progress::say);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "%s, seed %d, in %s: %s".formatted(name, seed, directory, e.getMessage()), e);
        }
    }

    private History history(String objects, Fault fault, Random random) {
        cluster.awaitHealthy();
        try (Workload workload = Workload.start(cluster, objects, random)) {
            require(workload, ANSWERED_BEFORE, "before the fault");
            long start = System.nanoTime();
            fault.strike(new Scene(cluster, workload, random));
            long mended = System.nanoTime();
            cluster.awaitHealthy();
            Progress.say(
                    "%s: struck for %.1f s, well again after %.1f s"
                            .formatted(
                                    fault,
                                    (mended - start) / 1e9,
                                    (System.nanoTime() - mended) / 1e9));
            require(workload, ANSWERED_AFTER, "after the fault");
            workload.finish();
            return workload.history();
        }
    }

    private static void require(Workload workload, int answered, String when) {
        if (!workload.awaitAnswered(answered, PROGRESS_SECONDS)) {
            throw new AssertionError(
                    "did not test: fewer than %d operations were answered %s within %d s"
                            .formatted(answered, when, PROGRESS_SECONDS));
        }
    }
}
