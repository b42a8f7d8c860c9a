package io.multiraft.kubectl.connect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code kubectl} of the user, with the flags that say which cluster is meant. */
public final class Kubectl {

    private static final long TIMEOUT_SECONDS = 20;

    private final List<String> flags;

    /**
     * @param flags go with every call, such as {@code --context x}
     */
    public Kubectl(List<String> flags) {
        this.flags = List.copyOf(flags);
    }

    /**
     * Runs it and returns the lines it printed.
     *
     * @throws ConnectException it failed, with what it said, or took more than 20 s
     */
    public List<String> lines(String... arguments) {
        Process process = start(arguments);
        try (InputStream out = process.getInputStream()) {
            String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
                throw new ConnectException("kubectl " + arguments[0] + " took too long");
            }
            if (process.exitValue() != 0) {
                throw new ConnectException("kubectl " + arguments[0] + ": " + error(process));
            }
            return printed.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new ConnectException("kubectl " + arguments[0] + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted");
        }
    }

    /** Starts it; whoever does so ends it. */
    Process start(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(flags);
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new ConnectException(
                    "kubectl cannot be run: " + e.getMessage() + "; it must be on the PATH");
        }
    }

    static String error(Process process) throws IOException {
        try (InputStream error = process.getErrorStream()) {
            List<String> lines =
                    new String(error.readAllBytes(), StandardCharsets.UTF_8)
                            .strip()
                            .lines()
                            .toList();
            // Its log lines come before the one that is for people.
            return lines.isEmpty() ? "it gave no reason" : lines.get(lines.size() - 1);
        }
    }
}
