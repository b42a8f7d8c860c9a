package io.multiraft.bench.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of a system. It ends with this one: when that ends in order or by a signal, and, where
 * the kernel can do that, also when it is killed.
 */
public final class ServerProcess implements AutoCloseable {

    private static final long END_SECONDS = 20;

    private final Process process;
    private final Path log;
    private final URI metrics;

    private ServerProcess(Process process, Path log, URI metrics) {
        this.process = process;
        this.log = log;
        this.metrics = metrics;
    }

    /**
     * Starts one.
     *
     * @param log its output goes there
     * @param metrics where it shows its metrics as Prometheus text
     */
    static ServerProcess start(
            List<String> command, Map<String, String> environment, Path log, URI metrics) {
        List<String> whole = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
            whole.addAll(List.of("/usr/bin/setpriv", "--pdeathsig", "KILL", "--"));
        }
        whole.addAll(command);
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(whole)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ServerProcess(process, log, metrics);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public URI metrics() {
        return metrics;
    }

    /** Fails with what it said last if it has ended. */
    void requireRunning() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "process %d ended with %d; its last words in %s:%n%s"
                            .formatted(process.pid(), process.exitValue(), log, lastWords()));
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Kills it: what it would hand over in good order, nobody takes. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
