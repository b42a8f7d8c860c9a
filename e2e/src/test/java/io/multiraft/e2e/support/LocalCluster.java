package io.multiraft.e2e.support;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Kubernetes of three machines that everything runs on: the one that {@code -De2e.runDir} or
 * the environment names, else one of our own, which is stopped in the end.
 */
public final class LocalCluster implements AutoCloseable {

    /** A first start builds the programs. */
    private static final Duration START = Duration.ofMinutes(12);

    private static final Duration SCRIPT = Duration.ofMinutes(2);

    private final Path project;
    private final Path runDir;
    private final boolean own;
    private final Command command;

    private LocalCluster(Path project, Path runDir, boolean own, Command command) {
        this.project = project;
        this.runDir = runDir;
        this.own = own;
        this.command = command;
    }

    public static LocalCluster start() {
        Path project =
                Path.of(System.getProperty("e2e.project", "..")).toAbsolutePath().normalize();
        String named = System.getProperty("e2e.runDir", "");
        if (named.isEmpty()) {
            named = System.getenv().getOrDefault("MULTIRAFT_CLUSTER_RUN_DIR", "");
        }
        boolean own = named.isEmpty();
        Path runDir = own ? project.resolve(".run/e2e") : Path.of(named).toAbsolutePath();
        Command plain = new Command(project, Map.of());
        if (own) {
            Progress.say("starting a local cluster in " + runDir);
            script(plain, project, START, "up.sh", "--run-dir", runDir.toString());
        }
        Command within = new Command(project, environment(plain, project, runDir));
        return new LocalCluster(project, runDir, own, within);
    }

    private static Map<String, String> environment(Command plain, Path project, Path runDir) {
        String variables =
                plain.run(
                                SCRIPT,
                                "",
                                List.of(
                                        "bash",
                                        "-c",
                                        "set -eu; exports=$(\"$1\" --run-dir \"$2\"); eval"
                                                + " \"$exports\"; env -0",
                                        "bash",
                                        project.resolve("e2e/cluster/env.sh").toString(),
                                        runDir.toString()))
                        .orThrow();
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split("\0")) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return environment;
    }

    /** Runs a program within the environment of the cluster, in the project's directory. */
    public Command command() {
        return command;
    }

    public Path project() {
        return project;
    }

    public Path kubeconfig() {
        return runDir.resolve("kubeconfig");
    }

    /** Where the API server notes who writes what, leases aside: one JSON object per line. */
    public Path auditLog() {
        return runDir.resolve("logs/audit.log");
    }

    /** One of the scripts of {@code e2e/cluster}. */
    public void script(String name, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--run-dir";
        all[1] = runDir.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        script(command, project, SCRIPT, name, all);
    }

    private static void script(
            Command command, Path project, Duration timeout, String name, String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = project.resolve("e2e/cluster").resolve(name).toString();
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        command.run(timeout, "", Arrays.asList(line)).orThrow();
    }

    @Override
    public void close() {
        if (own) {
            Progress.say("stopping the local cluster");
            script("down.sh");
        }
    }
}
