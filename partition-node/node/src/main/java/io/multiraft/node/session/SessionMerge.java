package io.multiraft.node.session;

import io.multiraft.client.core.Placement;
import io.multiraft.proto.node.v1.SessionDetail;
import io.multiraft.proto.runtime.v1.PrimitiveId;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import io.multiraft.proto.runtime.v1.SessionStatus;
import io.multiraft.proto.runtime.v1.SessionStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes sessions of what the partitions list: one of a name is one session, on however many of them
 * it lives; one without a name lives on one.
 */
final class SessionMerge {

    /** How long a session that has ended is shown. */
    static final Duration ENDED_SHOWN = Duration.ofMinutes(10);

    private final int partitions;
    private final Instant now;

    /** By name, and then by partition: what the partition has of that name. */
    private final Map<String, TreeMap<Integer, SessionDetail>> named = new TreeMap<>();

    private final List<Session> sessions = new ArrayList<>();

    /**
     * @param partitions how many the cluster has
     */
    SessionMerge(int partitions, Instant now) {
        this.partitions = partitions;
        this.now = now;
    }

    /** Takes in a session of a partition; those of one partition come in order of their ids. */
    void add(int partition, SessionDetail detail) {
        if (isForgotten(detail)) {
            return;
        }
        String name = detail.getSession().getMeta().getId().getName();
        if (name.isEmpty()) {
            sessions.add(unnamed(partition, detail));
        } else {
            named.computeIfAbsent(name, key -> new TreeMap<>())
                    .merge(partition, detail, (before, later) -> isOpen(before) ? before : later);
        }
    }

    private boolean isForgotten(SessionDetail detail) {
        return !isOpen(detail)
                && Instant.ofEpochSecond(
                                detail.getEnded().getSeconds(), detail.getEnded().getNanos())
                        .isBefore(now.minus(ENDED_SHOWN));
    }

    /** All of them, by name. */
    List<Session> sessions() {
        named.values().forEach(parts -> sessions.add(merged(parts)));
        named.clear();
        sessions.sort(Comparator.comparing(session -> session.getMeta().getId().getName()));
        return List.copyOf(sessions);
    }

    /** A session without a name is called by its partition and its id there. */
    static String nameOf(int partition, long sessionId) {
        return partition + "-" + Long.toUnsignedString(sessionId);
    }

    private static Session unnamed(int partition, SessionDetail detail) {
        SessionId id =
                SessionId.newBuilder()
                        .setName(nameOf(partition, detail.getSessionId()))
                        .setPrimitive(PrimitiveId.getDefaultInstance())
                        .build();
        return session(detail, id, detail.getEpoch(), isOpen(detail) ? State.OPENED : State.CLOSED);
    }

    private Session merged(TreeMap<Integer, SessionDetail> parts) {
        List<SessionDetail> open = parts.values().stream().filter(SessionMerge::isOpen).toList();
        SessionDetail shown = open.isEmpty() ? parts.firstEntry().getValue() : open.get(0);
        SessionId id = shown.getSession().getMeta().getId();
        return session(
                shown,
                id.toBuilder().setPrimitive(id.getPrimitive()).build(),
                parts.values().stream().mapToLong(SessionDetail::getEpoch).sum(),
                state(
                        open.size(),
                        parts.size() - open.size(),
                        shown.getSession().getSpec().getKind()));
    }

    /**
     * @param open partitions on which it is open
     * @param ended partitions on which it has ended
     */
    private State state(int open, int ended, String kind) {
        int needed = Placement.ONE_PARTITION_KINDS.contains(kind) ? 1 : partitions;
        if (open >= needed) {
            return State.OPENED;
        }
        if (open == 0) {
            return State.CLOSED;
        }
        return ended > 0 ? State.CLOSING : State.OPENING;
    }

    private static boolean isOpen(SessionDetail detail) {
        return detail.getState() == SessionDetail.State.OPEN;
    }

    private static Session session(SessionDetail detail, SessionId id, long version, State state) {
        Map<String, String> labels = detail.getSession().getMeta().getLabelsMap();
        SessionMeta.Builder meta = SessionMeta.newBuilder().setId(id).setVersion(version);
        if (!labels.isEmpty()) {
            meta.putAllLabels(labels);
        }
        return Session.newBuilder()
                .setMeta(meta)
                .setSpec(detail.getSession().getSpec())
                .setStatus(SessionStatus.newBuilder().setState(state))
                .build();
    }
}
