package io.multiraft.fsm.determinism;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Replay} in a Java process of its own. */
final class ReplayProcess {

    private static final long MOST_SECONDS = 600;

    private final Process process;
    private final Path lines;
    private final Path printed;

    private ReplayProcess(Process process, Path lines, Path printed) {
        this.process = process;
        this.lines = lines;
        this.printed = printed;
    }

    /** Starts it in a directory of which it may write every file that begins with its name. */
    static ReplayProcess start(
            Path directory, Surroundings surroundings, boolean smallLimits, Fault fault)
            throws IOException {
        String name = surroundings + "-" + fault;
        Path lines = directory.resolve(name + ".lines");
        Path printed = directory.resolve(name + ".printed");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(surroundings.options());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Replay.class.getName());
        command.add(directory.resolve(Replay.LOG).toString());
        command.add(lines.toString());
        command.add(Boolean.toString(smallLimits));
        command.add(fault.name());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile());
        return new ReplayProcess(builder.start(), lines, printed);
    }

    /** What it has written down, when it has come to its end. */
    List<String> lines() throws IOException, InterruptedException {
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(
                        process
                                + " printed "
                                + Files.readString(printed, StandardCharsets.ISO_8859_1));
            }
            return Files.readAllLines(lines, StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
