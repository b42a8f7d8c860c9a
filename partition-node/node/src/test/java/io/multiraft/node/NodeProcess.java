package io.multiraft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, with its output in a file. */
final class NodeProcess implements AutoCloseable {

    private static final Duration PATIENCE = TestPatience.LONG.multipliedBy(2);

    private final Process process;
    private final Path output;

    private NodeProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * @param output file for all that the process prints; is added to
     */
    static NodeProcess start(Path output, String... arguments) throws IOException {
        return start(output, List.of(), arguments);
    }

    /** The same, and no file can become larger than that: to the process a disk that is full. */
    static NodeProcess startWithFilesUpTo(int kibibytes, Path output, String... arguments)
            throws IOException {
        // In blocks of 512 bytes.
        String script = "ulimit -f %d && exec \"$@\"".formatted(2 * kibibytes);
        return start(output, List.of("sh", "-c", script, "sh"), arguments);
    }

    private static NodeProcess start(Path output, List<String> prefix, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(NodeMain.class.getName());
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .start();
        return new NodeProcess(process, output);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the output has that text so many times. */
    void awaitOutput(String text, int times) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> assertThat(process.isAlive()).as("alive: %s", output()).isTrue())
                .untilAsserted(
                        () -> assertThat(output().split(text, -1)).hasSizeGreaterThan(times));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to stop, as a kubelet does, and returns its exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ends in time:%n%s", output())
                .isTrue();
        return process.exitValue();
    }

    /** Kills it, without a chance to do anything. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
