package io.multiraft.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs as a user would. */
public final class Command {

    private final Path directory;
    private final Map<String, String> environment;

    public Command(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** How a program ended. */
    public record Result(List<String> command, int exitCode, String output, String errors) {

        /** Its output, if it succeeded. */
        public String orThrow() {
            if (exitCode != 0) {
                throw new IllegalStateException(
                        String.join(" ", command)
                                + " ended with "
                                + exitCode
                                + "\n"
                                + output
                                + errors);
            }
            return output;
        }
    }

    /** Looks the program up on the PATH of the environment given, not on that of this process. */
    public Result run(Duration timeout, String input, List<String> command) {
        try {
            Path in = Files.createTempFile("e2e", ".in");
            Path out = Files.createTempFile("e2e", ".out");
            Path err = Files.createTempFile("e2e", ".err");
            try {
                Files.writeString(in, input);
                List<String> line = new ArrayList<>(List.of("/usr/bin/env"));
                line.addAll(command);
                ProcessBuilder builder =
                        new ProcessBuilder(line)
                                .directory(directory.toFile())
                                .redirectInput(in.toFile())
                                .redirectOutput(out.toFile())
                                .redirectError(err.toFile());
                builder.environment().putAll(environment);
                int exitCode = await(builder.start(), timeout, command);
                return new Result(command, exitCode, Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(in);
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a program that has no end, until it has printed a text, and ends it.
     *
     * @return what it has printed so far, errors included
     */
    public String runUntil(String text, List<String> command) {
        try {
            Path out = Files.createTempFile("e2e", ".out");
            // On its own end it ends all that the program has started, too.
            List<String> line = new ArrayList<>(List.of("/usr/bin/env", "timeout", "10m"));
            line.addAll(command);
            ProcessBuilder builder =
                    new ProcessBuilder(line)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                return Await.soon("'" + text + "' printed by " + String.join(" ", command))
                        .until(() -> Files.readString(out), printed -> printed.contains(text));
            } finally {
                process.destroy();
                process.onExit().join();
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int await(Process process, Duration timeout, List<String> command) {
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new IllegalStateException(
                    String.join(" ", command)
                            + " did not end within "
                            + timeout.toSeconds()
                            + " s");
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
