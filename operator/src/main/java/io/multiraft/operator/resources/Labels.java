package io.multiraft.operator.resources;

import java.util.Map;
import java.util.TreeMap;

/** Labels and annotations, of the children of a cluster and of pods that get a session. */
public final class Labels {

    public static final String CLUSTER = "multiraft.atomix.io/cluster";
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String OPERATOR = "multiraft-operator";

    private static final String SELECTOR = MANAGED_BY + "=" + OPERATOR;

    /** Selects the children of clusters. */
    public static final String OF_CLUSTERS = SELECTOR + "," + CLUSTER;

    /**
     * Fingerprint of what was last applied; tells a change of ours from a default of the server.
     */
    public static final String APPLIED_HASH = "multiraft.atomix.io/applied-hash";

    /**
     * Annotation of a pod: name of the session that it gets. Label of a ConfigMap: name of the
     * session it tells of.
     */
    public static final String SESSION = "multiraft.atomix.io/session";

    /** Selects the ConfigMaps that tell of sessions. */
    public static final String OF_SESSIONS = SELECTOR + "," + SESSION;

    /**
     * On a pod with {@link #SESSION}: the cluster that keeps it, as {@code name} or {@code
     * namespace/name}; by default the only one in the pod's namespace.
     */
    public static final String SESSION_CLUSTER = "multiraft.atomix.io/session-cluster";

    /** On a pod with {@link #SESSION}: name of the ConfigMap that is to tell of the session. */
    public static final String SESSION_CONFIG_MAP = "multiraft.atomix.io/session-config-map";

    /** Fingerprint of the configuration that a node reads only when it starts. */
    static final String CONFIG_HASH = "multiraft.atomix.io/config-hash";

    private static final String NAME = "app.kubernetes.io/name";
    private static final String INSTANCE = "app.kubernetes.io/instance";
    private static final String NODE = "multiraft-node";

    private Labels() {}

    /** Of every child of a cluster. */
    public static Map<String, String> of(String cluster) {
        Map<String, String> labels = new TreeMap<>(selector(cluster));
        labels.put(MANAGED_BY, OPERATOR);
        labels.put(CLUSTER, cluster);
        return labels;
    }

    /**
     * Selects the pods of a cluster. Never to change: the selector of a StatefulSet is immutable.
     */
    static Map<String, String> selector(String cluster) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(NAME, NODE);
        labels.put(INSTANCE, cluster);
        return labels;
    }
}
