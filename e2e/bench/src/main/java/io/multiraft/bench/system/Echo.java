package io.multiraft.bench.system;

import com.google.protobuf.BytesValue;
import io.multiraft.bench.Workload;
import io.multiraft.bench.load.Operation;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The bare echo, in a JVM of its own. Nothing is agreed on and nothing is kept. */
public final class Echo implements SystemUnderTest {

    /** What a command carries besides its value, roughly: who asks, of what, under which number. */
    private static final int HEADER_BYTES = 36;

    private final Path directory;
    private final ServerProcess process;
    private final Connections connections;

    private Echo(Path directory, ServerProcess process, Connections connections) {
        this.directory = directory;
        this.process = process;
        this.connections = connections;
    }

    /** Starts it and waits until it answers. */
    public static Echo start(Path directory) {
        List<Integer> ports = Ports.free(2);
        URI metrics = URI.create("http://127.0.0.1:" + ports.get(1) + "/metrics");
        ServerProcess process =
                ServerProcess.start(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx160m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                EchoServer.class.getName(),
                                ports.get(0).toString(),
                                ports.get(1).toString()),
                        Map.of(),
                        directory.resolve("log"),
                        metrics);
        Echo echo = new Echo(directory, process, new Connections(ports.get(0)));
        try {
            Awaitility.await("the echo answers").atMost(SystemStart.BOUND).until(echo::answers);
            return echo;
        } catch (RuntimeException e) {
            echo.close();
            throw e;
        }
    }

    private boolean answers() {
        process.requireRunning();
        return SystemStart.answer(() -> connections.call(EchoServer.ECHO, EchoServer.message(1)))
                .isPresent();
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public Optional<Operation> prepare(Workload workload) {
        if (workload == Workload.FAN_OUT) {
            return Optional.empty();
        }
        BytesValue message = EchoServer.message(HEADER_BYTES + workload.valueBytes());
        return Optional.of(
                (caller, completion) ->
                        connections.call(
                                caller, EchoServer.ECHO, message, response -> null, completion));
    }

    /** There is but one server. */
    @Override
    public boolean stillLed() {
        return true;
    }

    @Override
    public List<ServerProcess> processes() {
        return List.of(process);
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        connections.close();
        process.close();
    }
}
