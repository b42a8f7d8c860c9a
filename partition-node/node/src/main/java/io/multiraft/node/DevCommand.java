package io.multiraft.node;

import io.multiraft.node.config.NodeConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a whole cluster in this process, without Kubernetes. */
@Command(name = "dev", description = "Runs a whole cluster in this process, without Kubernetes.")
final class DevCommand implements Callable<Integer> {

    private static final int MAX_PARTITIONS = 100;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions, 1..100 (default: ${DEFAULT-VALUE}).",
            defaultValue = "3")
    private int partitions;

    @Option(
            names = "--members",
            paramLabel = "N",
            description = "Members of each partition, 1 or 3 (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private int members;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the data is kept (default: ~/.local/state/multiraft-dev).")
    private Path data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "Port of the API (default: ${DEFAULT-VALUE}); the next two are taken too.",
            defaultValue = "5678")
    private int port;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port for probes and metrics (default: ${DEFAULT-VALUE}).",
            defaultValue = "9090")
    private int httpPort;

    @Override
    public Integer call() throws Exception {
        DevCluster cluster = cluster();
        List<NodeConfig> configs = cluster.nodes();
        LogSetup.apply(configs.get(0).logging());
        for (NodeConfig config : configs) {
            Files.createDirectories(config.dataDirectory());
        }
        try (Lifetime lifetime = new Lifetime()) {
            SharedThreads threads = lifetime.add(SharedThreads.start());
            for (Node node : start(configs, threads, lifetime)) {
                node.awaitServing().get();
            }
            explain(cluster, configs.get(0));
            lifetime.await();
            return NodeMain.OK;
        }
    }

    private DevCluster cluster() {
        requireThat(
                partitions >= 1 && partitions <= MAX_PARTITIONS,
                "--partitions %d: accepted are 1..%d",
                partitions,
                MAX_PARTITIONS);
        requireThat(members == 1 || members == 3, "--members %d: accepted are 1 and 3", members, 0);
        requireThat(port >= 1 && port <= 65_500, "--port %d: accepted are 1..%d", port, 65_500);
        requireThat(
                httpPort >= 1 && httpPort <= 65_500,
                "--http-port %d: accepted are 1..%d",
                httpPort,
                65_500);
        return new DevCluster(
                partitions,
                members,
                port,
                httpPort,
                data == null ? defaultData() : data.toAbsolutePath());
    }

    private void requireThat(boolean condition, String message, int given, int most) {
        if (!condition) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), message.formatted(given, most));
        }
    }

    private static Path defaultData() {
        return Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".local", "state"))
                .resolve("multiraft-dev");
    }

    private static List<Node> start(
            List<NodeConfig> configs, SharedThreads threads, Lifetime lifetime) throws IOException {
        List<Node> nodes = new ArrayList<>();
        for (NodeConfig config : configs) {
            nodes.add(lifetime.add(Node.start(config, threads, lifetime::fail)));
        }
        return nodes;
    }

    private void explain(DevCluster cluster, NodeConfig first) {
        String api = "127.0.0.1:" + first.ports().api();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                """
                Multiraft serves on %s: %d partitions of %d member(s), data in %s
                Try:
                  multiraft-node check --endpoint %s
                  grpcurl -plaintext %s list
                  curl -s http://127.0.0.1:%d/metrics
                Ctrl-C stops it; the data stays.
                """,
                api,
                cluster.partitions(),
                cluster.members(),
                cluster.shapeDirectory(),
                api,
                api,
                first.ports().http());
        out.flush();
    }
}
