package io.multiraft.operator.plan;

import io.multiraft.operator.api.Session;
import io.multiraft.operator.observe.ClusterKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a Session object is called on the wire, and which object a name on the wire means. */
public final class SessionNames {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private static final int SUBDOMAIN_MAX = 253;

    private SessionNames() {}

    /** Whether an object may be called so: the API server says the same, in a rule of Session. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether most other objects may be called so: names joined by dots. */
    static boolean isSubdomain(String text) {
        return text.length() <= SUBDOMAIN_MAX
                && Arrays.stream(text.split("[.]", -1)).allMatch(SessionNames::isName);
    }

    /**
     * The cluster that {@code name} or {@code namespace/name} means; empty for any other form.
     *
     * @param namespace meant when none is said
     */
    static Optional<ClusterKey> cluster(String text, String namespace) {
        String[] parts = text.split("/", -1);
        boolean known = parts.length <= 2 && Arrays.stream(parts).allMatch(SessionNames::isName);
        return known
                ? Optional.of(
                        new ClusterKey(
                                parts.length == 2 ? parts[0] : namespace, parts[parts.length - 1]))
                : Optional.empty();
    }

    /** The cluster that a session names. */
    public static ClusterKey cluster(Session session) {
        String namespace =
                Optional.ofNullable(session.getSpec().clusterNamespace())
                        .orElse(session.getMetadata().getNamespace());
        return new ClusterKey(namespace, session.getSpec().cluster());
    }

    /**
     * SessionId.name: names of objects have no dot, so one tells that a namespace goes before it.
     */
    public static String onTheWire(Session session) {
        String name = session.getMetadata().getName();
        String namespace = session.getMetadata().getNamespace();
        return namespace.equals(cluster(session).namespace()) ? name : namespace + "." + name;
    }

    /** The object that a SessionId.name of a cluster means. */
    public static ObjectName object(ClusterKey cluster, String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? new ObjectName(cluster.namespace(), name)
                : new ObjectName(name.substring(0, dot), name.substring(dot + 1));
    }

    /** Namespace and name of an object. */
    public record ObjectName(String namespace, String name) {}
}
