package io.multiraft.operator.plan;

import io.multiraft.operator.api.Liveness;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.ObservedSession;
import io.multiraft.operator.api.ObservedSession.PartitionSessionId;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionKind;
import io.multiraft.operator.api.SessionSpec;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.observe.ClientSessions.Listing;
import io.multiraft.operator.plan.MirrorPlan.Mirrored;
import io.multiraft.operator.resources.MirroredSession;
import io.multiraft.proto.node.v1.SessionDetail;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Decides which objects show which sessions of clients.
 *
 * <ol>
 *   <li>An object stands for the very sessions whose ids it has. It stays as long as one of them is
 *       open, and is never changed: what it says was so when it was made.
 *   <li>A session is shown under its own name, or else partition and id, where that can be the name
 *       of an object and is free; else under that and the cluster's; else not. It waits for the
 *       name of an object that is on its way out.
 *   <li>Under the cap the oldest are shown, so that what is shown changes only when one of them
 *       ends.
 * </ol>
 */
public final class MirrorPlanner {

    private final MultiRaftCluster cluster;
    private final Predicate<String> taken;
    private final Set<String> leaving;
    private final Set<String> used = new HashSet<>();
    private final List<Session> creations = new ArrayList<>();
    private final List<Session> deletions = new ArrayList<>();
    private int refused;

    private MirrorPlanner(MultiRaftCluster cluster, Set<String> leaving, Predicate<String> taken) {
        this.cluster = cluster;
        this.leaving = new HashSet<>(leaving);
        this.taken = taken;
    }

    /**
     * @param listings of every partition
     * @param existing objects of the cluster that show sessions of clients
     * @param leaving names of such objects that are being deleted already
     * @param taken whether a name is that of any other object
     * @param most how many are shown
     */
    public static MirrorPlan plan(
            MultiRaftCluster cluster,
            Map<Integer, Listing> listings,
            Collection<Session> existing,
            Set<String> leaving,
            Predicate<String> taken,
            int most) {
        return new MirrorPlanner(cluster, leaving, taken).plan(listings, existing, most);
    }

    private MirrorPlan plan(
            Map<Integer, Listing> listings, Collection<Session> existing, int most) {
        List<ClientSession> sessions = merge(listings);
        List<ClientSession> wanted = sessions.subList(0, Math.min(most, sessions.size()));
        Map<PartitionSessionId, List<Session>> shown = new HashMap<>();
        existing.forEach(
                object ->
                        ids(object)
                                .forEach(
                                        id ->
                                                shown.computeIfAbsent(id, key -> new ArrayList<>())
                                                        .add(object)));
        Set<Session> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        List<ClientSession> missing = new ArrayList<>();
        for (ClientSession session : wanted) {
            Optional<Session> object =
                    ids(session).stream()
                            .flatMap(id -> shown.getOrDefault(id, List.of()).stream())
                            .min(Comparator.comparing(one -> rank(one, session)));
            object.ifPresentOrElse(kept::add, () -> missing.add(session));
        }
        for (Session object : existing) {
            if (kept.contains(object)) {
                used.add(object.getMetadata().getName());
            } else {
                leaving.add(object.getMetadata().getName());
                deletions.add(object);
            }
        }
        missing.forEach(this::create);
        return new MirrorPlan(
                creations,
                deletions,
                new Mirrored(
                        wanted.size() - refused,
                        sessions.size() - wanted.size() + notListed(listings),
                        refused));
    }

    private static List<ClientSession> merge(Map<Integer, Listing> listings) {
        Map<String, ClientSession> merged = new TreeMap<>();
        listings.forEach(
                (partition, listing) -> {
                    for (SessionDetail detail : listing.sessions()) {
                        merged.computeIfAbsent(
                                        ClientSession.keyOf(partition, detail),
                                        key -> ClientSession.of(partition, detail))
                                .parts()
                                .put(partition, detail);
                    }
                });
        return merged.values().stream()
                .sorted(Comparator.comparingLong(ClientSession::age))
                .toList();
    }

    private static long notListed(Map<Integer, Listing> listings) {
        return listings.values().stream()
                .mapToLong(listing -> listing.openCount() - listing.sessions().size())
                .sum();
    }

    private static List<PartitionSessionId> ids(ClientSession session) {
        return session.parts().entrySet().stream()
                .map(part -> new PartitionSessionId(part.getKey(), part.getValue().getSessionId()))
                .toList();
    }

    /** The sessions that an object stands for. */
    public static List<PartitionSessionId> ids(Session object) {
        return object.getObserved() == null ? List.of() : object.getObserved().partitions();
    }

    /** What its object may be called, the best first. */
    private List<String> names(ClientSession session) {
        String name = session.name().replace('.', '-');
        return List.of(name, cluster.getMetadata().getName() + "-" + name);
    }

    /** The smaller, the better: what somebody else made for a session gives way to ours. */
    private int rank(Session object, ClientSession session) {
        List<String> names = names(session);
        int index = names.indexOf(object.getMetadata().getName());
        return index < 0 ? names.size() : index;
    }

    private void create(ClientSession session) {
        for (String candidate : names(session)) {
            if (leaving.contains(candidate)) {
                return;
            } else if (SessionNames.isName(candidate)
                    && !taken.test(candidate)
                    && used.add(candidate)) {
                creations.add(object(session, candidate));
                return;
            }
        }
        refused++;
    }

    private Session object(ClientSession session, String name) {
        SessionDetail detail = session.first();
        return MirroredSession.of(
                cluster,
                name,
                detail.getSession().getMeta().getLabelsMap(),
                spec(detail),
                observed(session));
    }

    private SessionSpec spec(SessionDetail detail) {
        String primitive = detail.getSession().getMeta().getId().getPrimitive().getId();
        Optional<SessionSpec.PrimitiveReference> reference =
                Optional.of(primitive)
                        .filter(id -> !id.isEmpty())
                        .map(SessionSpec.PrimitiveReference::new);
        return new SessionSpec(
                cluster.getMetadata().getName(),
                null,
                reference.orElse(null),
                kind(detail)
                        .filter(kind -> reference.isPresent() || !kind.inOnePartition())
                        .map(SessionKind::name)
                        .orElse(null),
                SessionConfigs.decode(detail.getSession().getSpec().getConfig()).orElse(null),
                Durations.format(detail.getTimeout()),
                new Liveness(Liveness.Type.Client, null, null, null),
                null,
                null,
                SessionSpec.ManagedBy.Client);
    }

    /** Clients may name kinds that no object can have. */
    private static Optional<SessionKind> kind(SessionDetail detail) {
        return SessionKind.of(detail.getSession().getSpec().getKind());
    }

    private ObservedSession observed(ClientSession session) {
        boolean named = !session.first().getSession().getMeta().getId().getName().isEmpty();
        boolean inOnePartition =
                kind(session.first()).filter(SessionKind::inOnePartition).isPresent();
        int needed = named && !inOnePartition ? cluster.getSpec().partitions() : 1;
        int open = session.parts().size();
        return new ObservedSession(
                open >= needed ? SessionState.OPENED : SessionState.OPENING,
                open + "/" + needed,
                ids(session));
    }
}
