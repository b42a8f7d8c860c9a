package io.multiraft.node.session;

import io.multiraft.proto.node.v1.SessionDetail;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The sessions of all partitions, linearizably. */
final class ClusterSessions {

    private static final Pattern UNNAMED = Pattern.compile("([1-9][0-9]{0,8})-([1-9][0-9]{0,18})");

    private final PartitionSessions partitionSessions;
    private final int partitions;
    private final Executor merging;
    private final Clock clock;
    private final SharedListing listing = new SharedListing(this::make);

    /**
     * @param partitions how many the cluster has
     * @param merging for work that would keep a connection's thread too long
     */
    ClusterSessions(
            PartitionSessions partitionSessions, int partitions, Executor merging, Clock clock) {
        this.partitionSessions = partitionSessions;
        this.partitions = partitions;
        this.merging = merging;
        this.clock = clock;
    }

    /** All of them, by name; each is as it was at some time between the call and its answer. */
    CompletableFuture<List<Session>> list() {
        return listing.list();
    }

    /** The one of an id; an id without a primitive means whatever has its name. */
    CompletableFuture<Optional<Session>> find(SessionId id) {
        Matcher unnamed = UNNAMED.matcher(id.getName());
        if (!unnamed.matches() || Integer.parseInt(unnamed.group(1)) > partitions) {
            return findByName(id);
        }
        int partition = Integer.parseInt(unnamed.group(1));
        return partitionSessions
                .find(partition, Long.parseUnsignedLong(unnamed.group(2)))
                .thenCompose(
                        detail ->
                                match(merge(Map.of(partition, detail.stream().toList())), id)
                                        .map(Optional::of)
                                        .map(CompletableFuture::completedFuture)
                                        .orElseGet(() -> findByName(id)));
    }

    private CompletableFuture<Optional<Session>> findByName(SessionId id) {
        return ofAll(
                        partition ->
                                partitionSessions
                                        .find(partition, id.getName())
                                        .thenApply(detail -> detail.stream().toList()))
                .thenApply(parts -> match(merge(parts), id));
    }

    private static Optional<Session> match(List<Session> sessions, SessionId id) {
        return sessions.stream()
                .filter(session -> isMeant(session.getMeta().getId(), id))
                .findFirst();
    }

    private static boolean isMeant(SessionId found, SessionId asked) {
        String primitive = asked.getPrimitive().getId();
        return found.getName().equals(asked.getName())
                && (primitive.isEmpty() || primitive.equals(found.getPrimitive().getId()));
    }

    private CompletableFuture<List<Session>> make() {
        return ofAll(partitionSessions::all).thenApplyAsync(this::merge, merging);
    }

    /** What each partition is asked for, by partition. */
    private CompletableFuture<Map<Integer, List<SessionDetail>>> ofAll(
            IntFunction<CompletableFuture<List<SessionDetail>>> ask) {
        List<CompletableFuture<List<SessionDetail>>> parts =
                IntStream.rangeClosed(1, partitions).mapToObj(ask).toList();
        return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
                .thenApply(
                        done -> {
                            Map<Integer, List<SessionDetail>> answers = new TreeMap<>();
                            for (int i = 0; i < partitions; i++) {
                                answers.put(i + 1, parts.get(i).join());
                            }
                            return answers;
                        });
    }

    private List<Session> merge(Map<Integer, List<SessionDetail>> parts) {
        SessionMerge merge = new SessionMerge(partitions, clock.instant());
        parts.forEach(
                (partition, details) -> details.forEach(detail -> merge.add(partition, detail)));
        return merge.sessions();
    }
}
