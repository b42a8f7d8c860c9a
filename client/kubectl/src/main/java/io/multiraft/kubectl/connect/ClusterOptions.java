package io.multiraft.kubectl.connect;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which cluster is meant; part of every command that needs one. */
public final class ClusterOptions {

    @Option(
            names = {"-c", "--cluster"},
            paramLabel = "NAME",
            description = "the MultiRaftCluster; may be left out where there is only one")
    private String cluster;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "its namespace; default that of the context")
    private String namespace;

    @Option(names = "--context", paramLabel = "NAME", description = "the context of kubectl")
    private String context;

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "the kubeconfig of kubectl")
    private String kubeconfig;

    /** Opens the way to the cluster. */
    public Nodes connect() {
        return new Nodes(kubectl(), cluster);
    }

    /** The flags as kubectl takes them. */
    private Kubectl kubectl() {
        List<String> flags = new ArrayList<>();
        add(flags, "--namespace", namespace);
        add(flags, "--context", context);
        add(flags, "--kubeconfig", kubeconfig);
        return new Kubectl(flags);
    }

    private static void add(List<String> flags, String name, String value) {
        if (value != null) {
            flags.add(name);
            flags.add(value);
        }
    }
}
