package io.multiraft.bench.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says of a process, in {@code /proc}. */
public final class ProcessFiles {

    /** Fixed by the kernel's interface, whatever its own clock does. */
    private static final double TICKS_PER_SECOND = 100;

    /** Fields after the name, which is in brackets and may itself have blanks. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    private ProcessFiles() {}

    /** Processor time it has used, of all its threads. */
    public static double processorSeconds(long pid) {
        try {
            return processorSeconds(Files.readString(file(pid, "stat")));
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Of the text that the kernel has for a process or a thread. */
    static double processorSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
                / TICKS_PER_SECOND;
    }

    /** Memory that it has in use. */
    public static double residentBytes(long pid) {
        return 1024 * number(file(pid, "status"), "VmRSS:");
    }

    /** How many it has now. */
    public static double threads(long pid) {
        return number(file(pid, "status"), "Threads:");
    }

    static Path file(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }

    private static double number(Path file, String field) {
        try {
            return number(Files.readAllLines(file), field);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    static double number(List<String> lines, String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElse(Double.NaN);
    }
}
