package io.multiraft.e2e.history;

import io.multiraft.e2e.support.Await;
import io.multiraft.node.NodeMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A node as it runs in a pod: the process of the image, with its flags and a configuration file.
 */
final class NodeProcess {

    private static final int END_SECONDS = 60;

    private final int number;
    private final Network network;
    private final Path home;
    private final Path configuration;
    private final List<String> ports;
    private Process process;

    /**
     * @param home for its data and its log
     * @param ports flags for what the configuration does not say of this node
     */
    NodeProcess(int number, Network network, Path home, Path configuration, List<String> ports) {
        this.number = number;
        this.network = network;
        this.home = home;
        this.configuration = configuration;
        this.ports = ports;
    }

    static String name(int number) {
        return "n-" + number;
    }

    String name() {
        return name(number);
    }

    int number() {
        return number;
    }

    /** Where it keeps its data, as the node sees it. */
    Path data() {
        return home.resolve("data");
    }

    /** The same, as this process sees it. */
    Path files() {
        return network.path(number, data());
    }

    /** From the thread of the test only, which the node ends with. */
    void start() {
        start(Map.of());
    }

    void start(Map<String, String> environment) {
        List<String> command = new ArrayList<>(network.prefix(number));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseParallelGC", "-XX:ParallelGCThreads=2", "-Xss512k"));
        command.addAll(List.of("-Xms32m", "-Xmx160m", "-XX:NewSize=20m", "-XX:MaxNewSize=56m"));
        command.addAll(List.of("-XX:MaxDirectMemorySize=96m", "-XX:MetaspaceSize=64m"));
        command.addAll(List.of("-XX:Tier4InvocationThreshold=10000", "-XX:-UsePerfData"));
        command.addAll(List.of("-XX:-UseGCOverheadLimit", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(NodeMain.class.getName(), "serve"));
        command.addAll(List.of("--config", configuration.toString(), "--name", name()));
        command.addAll(List.of("--data-directory", data().toString()));
        command.addAll(ports);
        try {
            Files.createDirectories(files());
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().put("MALLOC_ARENA_MAX", "2");
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path log() {
        return home.resolve("log");
    }

    boolean running() {
        return process != null && process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, on which it hands over what it leads. */
    void terminate() {
        process.destroy();
        awaitEnd();
    }

    void awaitEnd() {
        Await.within(END_SECONDS, name() + " ended").until(() -> !process.isAlive());
    }

    /** SIGSTOP: it stands still until it is told to go on. */
    void stop() {
        signal("STOP");
    }

    void goOn() {
        signal("CONT");
    }

    private void signal(String signal) {
        Shell.run("kill -%s %d", signal, process.pid());
    }

    /** Open and closed segments of its logs, oldest first. */
    List<Path> logSegments() {
        try (Stream<Path> files = Files.walk(files())) {
            return files.filter(file -> file.getFileName().toString().startsWith("log_"))
                    .sorted(Comparator.comparingLong(NodeProcess::firstIndex))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long firstIndex(Path segment) {
        String index = segment.getFileName().toString().replaceAll("log_(inprogress_)?|-.*", "");
        return Long.parseLong(index);
    }
}
