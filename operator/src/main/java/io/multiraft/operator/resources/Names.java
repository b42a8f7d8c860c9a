package io.multiraft.operator.resources;

import java.util.List;
import java.util.stream.IntStream;

/** What the children of a cluster are called. Nodes, operator and clients agree on these names. */
public final class Names {

    private Names() {}

    /** Also the name of the client Service and of the PodDisruptionBudget. */
    public static String statefulSet(String cluster) {
        return cluster;
    }

    public static String clientService(String cluster) {
        return cluster;
    }

    public static String membersService(String cluster) {
        return cluster + "-members";
    }

    public static String configMap(String cluster) {
        return cluster + "-config";
    }

    public static String disruptionBudget(String cluster) {
        return cluster;
    }

    /** A node is called like its pod. */
    public static String node(String cluster, int ordinal) {
        return cluster + "-" + ordinal;
    }

    public static List<String> nodes(String cluster, int count) {
        return IntStream.range(0, count).mapToObj(ordinal -> node(cluster, ordinal)).toList();
    }

    public static String partition(String cluster, int id) {
        return cluster + "-" + id;
    }

    /** Without the cluster's domain, which differs from one Kubernetes to the next. */
    static String host(String node, String cluster, String namespace) {
        return node + "." + membersService(cluster) + "." + namespace + ".svc";
    }
}
