package io.multiraft.bench;

import java.io.PrintStream;
import java.time.Duration;

/** Says what is going on, and since when. */
final class Progress {

    private final PrintStream out;
    private final long start = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String format, Object... arguments) {
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        out.printf("bench %2d:%02d  %s%n", seconds / 60, seconds % 60, format.formatted(arguments));
        out.flush();
    }

    static String text(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 120 ? seconds + " s" : "%d min %d s".formatted(seconds / 60, seconds % 60);
    }
}
