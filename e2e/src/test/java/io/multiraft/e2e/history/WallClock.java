package io.multiraft.e2e.history;

import io.multiraft.e2e.support.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The clock of one node's wall, which jumps: {@code libfaketime} answers the C library's questions
 * for the time. The monotonic clock stays as it is, as with a step of a real clock.
 */
final class WallClock {

    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final long HOUR_SECONDS = 3_600;

    private static final Command.Result LIBRARY =
            Shell.attempt(
                    "%s",
                    Path.of(System.getProperty("e2e.project"), "e2e/histories/faketime.sh")
                            .toAbsolutePath()
                            .normalize());

    private WallClock() {}

    /** Why clocks cannot jump here; empty if they can. */
    static String obstacle() {
        return LIBRARY.exitCode() == 0 ? "" : LIBRARY.errors().trim();
    }

    /**
     * A node with such a clock leads, and its clock jumps ahead by an hour, back by two, and so on.
     */
    static void jump(Scene scene) {
        NodeProcess node = scene.anyNode();
        Path offset = node.log().resolveSibling("clock");
        set(offset, 0);
        node.terminate();
        node.start(
                Map.of(
                        "LD_PRELOAD",
                        LIBRARY.output().trim(),
                        "FAKETIME_TIMESTAMP_FILE",
                        offset.toString(),
                        "FAKETIME_NO_CACHE",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1"));
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

    private static void set(Path offset, long seconds) {
        try {
            Files.writeString(offset, "%+d%n".formatted(seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
