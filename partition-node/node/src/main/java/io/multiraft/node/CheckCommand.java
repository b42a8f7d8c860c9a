package io.multiraft.node;

import io.multiraft.client.Counter;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.client.core.Placement;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.node.config.NodeConfig.Logging;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Uses a cluster the way a program does, and says how it went. */
@Command(
        name = "check",
        description = "Opens a session, increments a counter, reads it back, closes the session.")
final class CheckCommand implements Callable<Integer> {

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--endpoint",
            paramLabel = "HOST:PORT",
            description = "A node, or a Service before all (default: ${DEFAULT-VALUE}).",
            defaultValue = "127.0.0.1:5678")
    private String endpoint;

    @Option(
            names = "--counter",
            paramLabel = "NAME",
            description = "The counter to increment (default: ${DEFAULT-VALUE}).",
            defaultValue = "demo")
    private String counter;

    @Option(
            names = "--partition",
            paramLabel = "N",
            description = "Takes the first of NAME, NAME-1, NAME-2 ... that lives in partition N.")
    private Integer partition;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long each step may take (default: ${DEFAULT-VALUE}).",
            defaultValue = "10")
    private int timeoutSeconds;

    @Override
    public Integer call() throws CommandFailedException {
        if (!endpoint.matches("[^\\s:/]+:[0-9]{1,5}")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--endpoint " + endpoint + ": accepted is HOST:PORT");
        }
        LogSetup.apply(new Logging(Logging.Format.TEXT, Logging.Level.WARN));
        long startNanos = System.nanoTime();
        try (MultiRaftClient client = client();
                Session session = client.openSession(SessionOptions.unnamed())) {
            int partitions = session.leases().size();
            String name = name(partitions);
            increment(session.counter(name), name, partitions, startNanos);
            return NodeMain.OK;
        } catch (MultiRaftException e) {
            throw new CommandFailedException(
                    "check of %s failed: %s".formatted(endpoint, e.getMessage()), e);
        }
    }

    private MultiRaftClient client() {
        return MultiRaftClient.builder()
                .endpoints(endpoint)
                .deadline(Duration.ofSeconds(timeoutSeconds))
                .build();
    }

    private String name(int partitions) {
        if (partition == null) {
            return counter;
        }
        if (partition < 1 || partition > partitions) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--partition %d: this cluster has 1..%d".formatted(partition, partitions));
        }
        String name = counter;
        for (int i = 1; Placement.partitionOf(name, partitions) != partition; i++) {
            name = counter + "-" + i;
        }
        return name;
    }

    private void increment(Counter value, String name, int partitions, long startNanos)
            throws CommandFailedException {
        long after = value.increment(1);
        long read = value.get();
        if (read < after) {
            throw new CommandFailedException(
                    "counter %s was incremented to %d and then read as %d"
                            .formatted(name, after, read),
                    null);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "counter %s on partition %d: %d -> %d, in %d ms%n",
                name,
                Placement.partitionOf(name, partitions),
                after - 1,
                read,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        out.flush();
    }
}
