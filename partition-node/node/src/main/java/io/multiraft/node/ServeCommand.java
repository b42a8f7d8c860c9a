package io.multiraft.node;

import io.multiraft.node.config.ConfigLoader;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.config.Overrides;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one node of a cluster until a signal ends it. */
@Command(
        name = "serve",
        description = "Runs one node of a cluster.",
        footer = {
            "",
            "Every key of the file can also be set in the environment, and the ones above on the",
            "command line, which wins: logging.level is MULTIRAFT_LOGGING_LEVEL and"
                    + " --logging-level."
        })
final class ServeCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file (default: ${DEFAULT-VALUE}).",
            defaultValue = "${env:MULTIRAFT_CONFIG:-/etc/multiraft/node.yaml}")
    private Path file;

    @Option(names = "--name", description = "This node's name among the members.")
    private String name;

    @Option(
            names = "--data-directory",
            paramLabel = "DIR",
            description = "Directory for the node's data.")
    private String dataDirectory;

    @Option(names = "--api-port", paramLabel = "PORT", description = "Port of the API: 5678.")
    private String apiPort;

    @Option(names = "--peer-port", paramLabel = "PORT", description = "Port for Raft: 5679.")
    private String peerPort;

    @Option(names = "--admin-port", paramLabel = "PORT", description = "Admin port: 5680.")
    private String adminPort;

    @Option(names = "--http-port", paramLabel = "PORT", description = "Probes, metrics: 9090.")
    private String httpPort;

    @Option(names = "--logging-format", description = "text or json.")
    private String loggingFormat;

    @Option(names = "--logging-level", description = "trace, debug, info, warn or error.")
    private String loggingLevel;

    @Override
    public Integer call() throws Exception {
        NodeConfig config = ConfigLoader.load(file, new Overrides(flags(), System.getenv()));
        LogSetup.apply(config.logging());
        try (Lifetime lifetime = new Lifetime()) {
            SharedThreads threads = lifetime.add(SharedThreads.start());
            lifetime.add(Node.start(config, threads, lifetime::fail));
            lifetime.await();
            return NodeMain.OK;
        }
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>();
        flags.put("name", name);
        flags.put("dataDirectory", dataDirectory);
        flags.put("apiPort", apiPort);
        flags.put("peerPort", peerPort);
        flags.put("adminPort", adminPort);
        flags.put("httpPort", httpPort);
        flags.put("logging.format", loggingFormat);
        flags.put("logging.level", loggingLevel);
        flags.values().removeIf(value -> value == null);
        return flags;
    }
}
