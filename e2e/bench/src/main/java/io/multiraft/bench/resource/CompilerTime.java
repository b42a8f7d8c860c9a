package io.multiraft.bench.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Processor time that a JVM has used to compile, by thread: it ends those that have nothing to do,
 * and what they had used with them. What is no JVM has none.
 */
public final class CompilerTime {

    /** The kernel knows the first fifteen letters of a name. */
    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler.*");

    private final long pid;
    private final Map<Path, Double> seconds;

    private CompilerTime(long pid, Map<Path, Double> seconds) {
        this.pid = pid;
        this.seconds = seconds;
    }

    /** Reads it. */
    public static CompilerTime of(long pid) {
        return new CompilerTime(pid, read(pid));
    }

    /** What was used from then until now; not a number where it cannot be told. */
    public double secondsSince() {
        double sum = 0;
        for (Map.Entry<Path, Double> now : read(pid).entrySet()) {
            sum += now.getValue() - seconds.getOrDefault(now.getKey(), 0.0);
        }
        return sum;
    }

    double seconds() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static Map<Path, Double> read(long pid) {
        Path threads = ProcessFiles.file(pid, "task");
        Map<Path, Double> seconds = new HashMap<>();
        try (Stream<Path> all = Files.list(threads)) {
            all.forEach(thread -> seconds.put(thread, seconds(thread)));
        } catch (IOException | UncheckedIOException e) {
            seconds.put(threads, Double.NaN);
        }
        return seconds;
    }

    private static double seconds(Path thread) {
        try {
            return seconds(Files.readString(thread.resolve("stat")));
        } catch (IOException e) {
            // It ended between the list and the reading.
            return 0;
        }
    }

    static double seconds(String stat) {
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        return COMPILER.matcher(name).matches() ? ProcessFiles.processorSeconds(stat) : 0;
    }
}
