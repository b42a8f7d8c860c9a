package io.multiraft.client;

import com.google.protobuf.ByteString;
import io.multiraft.client.core.Placement;
import io.multiraft.client.errors.InvalidException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A lease on the cluster: what a program holds, it holds by its session, and loses with it.
 *
 * <p>It is kept alive until {@link #close}. When the cluster ends it in one partition, it is over
 * in all: listeners of {@link #onEnd} are told, calls fail with {@link
 * io.multiraft.client.errors.SessionEndedException}, and nothing is reopened behind the program's
 * back.
 *
 * <pre>{@code
 * Session session = client.openSession(SessionOptions.unnamed());
 * session.onEnd(end -> System.err.println(end.reason() + ": " + end.message()));
 * }</pre>
 */
public final class Session implements AutoCloseable {

    private final ClientShell shell;
    private final int partitionCount;
    private final List<PartitionSession> parts;
    private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();

    Session(ClientShell shell, int partitionCount, List<PartitionSession> parts) {
        this.shell = shell;
        this.partitionCount = partitionCount;
        this.parts =
                parts.stream()
                        .sorted(Comparator.comparingInt(part -> part.lease().partitionId()))
                        .toList();
        this.parts.forEach(part -> part.ended().thenAccept(this::end));
    }

    /** The counter of that name, which is made where there is none. Sends nothing yet. */
    public Counter counter(String name) {
        return new Counter(new AsyncCounter(this, checked("counter", name)));
    }

    /** The map of that name from strings to bytes. Sends nothing yet. */
    public VersionedMap<String, ByteString> map(String name) {
        return map(name, Codec.identity(), Codec.identity());
    }

    /**
     * The map of that name, which is made where there is none. Sends nothing yet. The cluster knows
     * keys and values as they are written only; programs that share a map agree on the codecs.
     */
    public <K, V> VersionedMap<K, V> map(
            String name, Codec<K, String> keys, Codec<V, ByteString> values) {
        return new VersionedMap<>(
                new AsyncVersionedMap<>(this, checked("map", name), new MapCodec<>(keys, values)));
    }

    private static String checked(String what, String name) {
        if (name == null || name.isEmpty()) {
            throw new InvalidException(
                    what + " name '" + name + "': expected at least one character");
        }
        return name;
    }

    /** The session in each of its partitions, by partition, with the fencing tokens. */
    public List<SessionLease> leases() {
        return parts.stream().map(PartitionSession::lease).toList();
    }

    /** How it ended, if it has. */
    public Optional<SessionEnd> ended() {
        return Optional.ofNullable(ended.getNow(null));
    }

    /** Calls the listener once, when the session has ended, also if that was before. */
    public void onEnd(Consumer<SessionEnd> listener) {
        ended.thenAcceptAsync(listener, shell.callbacks());
    }

    /** Ends the session; what it held is released when this returns. Closing twice is once. */
    @Override
    public void close() {
        Blocking.get(closeAsync());
    }

    /** Ends the session; what it held is released when the stage completes. */
    public CompletionStage<Void> closeAsync() {
        CompletableFuture<?>[] closed =
                parts.stream().map(PartitionSession::close).toArray(CompletableFuture<?>[]::new);
        return shell.delivered(CompletableFuture.allOf(closed));
    }

    private void end(SessionEnd end) {
        boolean takenOver = end.reason() == SessionEnd.Reason.TAKEN_OVER;
        if (takenOver && !ended.isDone()) {
            // Before anybody can see the end: a close at that sight must not reach the new holder.
            parts.forEach(part -> part.abandon(end));
        }
        if (!takenOver && !ended.isDone()) {
            // Before anybody can see the end: calls that are made at that sight must fail.
            parts.forEach(PartitionSession::close);
        }
        ended.complete(end);
    }

    ClientShell shell() {
        return shell;
    }

    int partitionCount() {
        return partitionCount;
    }

    /** The part of this session in the partition that the name or key belongs to. */
    PartitionSession partOf(String nameOrKey) {
        int partitionId = Placement.partitionOf(nameOrKey, partitionCount);
        return parts.stream()
                .filter(part -> part.lease().partitionId() == partitionId)
                .findFirst()
                .orElseThrow(
                        () ->
                                new InvalidException(
                                        "'"
                                                + nameOrKey
                                                + "' is in partition "
                                                + partitionId
                                                + ", this session only in "
                                                + leases()));
    }

    List<PartitionSession> parts() {
        return parts;
    }
}
