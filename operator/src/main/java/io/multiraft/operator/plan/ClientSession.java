package io.multiraft.operator.plan;

import io.multiraft.proto.node.v1.SessionDetail;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An open session of a client, on all partitions it lives on.
 *
 * @param name by which the session services show it: its own, or else partition and id
 * @param parts by partition, as each lists it; never empty
 */
public record ClientSession(String name, SortedMap<Integer, SessionDetail> parts) {

    private static final String UNNAMED = "/";

    /** One of a name is one session, on however many partitions; one without lives on one. */
    static String keyOf(int partition, SessionDetail detail) {
        String name = wireName(detail);
        return name.isEmpty() ? UNNAMED + nameOf(partition, detail) : name;
    }

    /** Nowhere yet, as one of its partitions lists it. */
    static ClientSession of(int partition, SessionDetail detail) {
        return new ClientSession(nameOf(partition, detail), new TreeMap<>());
    }

    private static String nameOf(int partition, SessionDetail detail) {
        String name = wireName(detail);
        return name.isEmpty()
                ? partition + "-" + Long.toUnsignedString(detail.getSessionId())
                : name;
    }

    private static String wireName(SessionDetail detail) {
        return detail.getSession().getMeta().getId().getName();
    }

    /** As it was opened. */
    public SessionDetail first() {
        return parts.get(parts.firstKey());
    }

    /** The older, the smaller: ids grow. */
    long age() {
        return parts.values().stream().mapToLong(SessionDetail::getSessionId).min().orElseThrow();
    }
}
