package io.multiraft.e2e.history;

import io.multiraft.e2e.support.Command;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The wall clock of one node, which jumps: a library of ours, loaded before the C library, answers
 * for the time. The monotonic clock stays as it is, as with a step of a real clock.
 */
final class WallClock {

    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final long HOUR_SECONDS = 3_600;

    private static final Path SOURCE =
            Path.of(System.getProperty("e2e.project"), "e2e/histories/wallclock.c")
                    .toAbsolutePath()
                    .normalize();

    private static final Path LIBRARY = Path.of("target", "wallclock.so").toAbsolutePath();

    private static final Command.Result BUILT =
            Shell.attempt("cc -O2 -Wall -Werror -shared -fPIC -o %s %s", LIBRARY, SOURCE);

    private WallClock() {}

    /** Why clocks cannot jump here; empty if they can. */
    static String obstacle() {
        return BUILT.exitCode() == 0
                ? ""
                : "no C compiler made a wall clock: " + BUILT.errors().trim();
    }

    /**
     * A node with such a clock leads, and its clock jumps ahead by an hour, back by two, and so on.
     */
    static void jump(Scene scene) {
        NodeProcess node = scene.anyNode();
        Path offset = node.log().resolveSibling("clock");
        set(offset, 0);
        node.terminate();
        node.start(Map.of("LD_PRELOAD", LIBRARY.toString(), "WALL_CLOCK_FILE", offset.toString()));
        scene.cluster().awaitHealthy();
        scene.cluster().lead(node);
        for (long hours : new long[] {1, -1, 24, 0}) {
            set(offset, hours * HOUR_SECONDS);
            scene.pass(BETWEEN);
        }
        // The next leader has the clock of this machine, a day behind what was.
        set(offset, 24 * HOUR_SECONDS);
        scene.pass(BETWEEN);
        node.kill();
        scene.pass(BETWEEN);
        node.start();
    }

    /** At once: the library reads these eight bytes where they lie. */
    private static void set(Path offset, long seconds) {
        try (RandomAccessFile file = new RandomAccessFile(offset.toFile(), "rw")) {
            file.writeLong(Long.reverseBytes(seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
