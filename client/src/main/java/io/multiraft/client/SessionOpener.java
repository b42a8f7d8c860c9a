package io.multiraft.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.multiraft.client.core.Placement;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.runtime.v1.PrimitiveId;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import io.multiraft.proto.runtime.v1.SessionSpec;
import java.security.SecureRandom;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Opens a session on the partitions it needs: all of them, or the one its primitive lives in. */
final class SessionOpener {

    private static final int NONCE_BYTES = 16;

    private final ClientShell shell;
    private final PartitionCount partitionCount;
    private final SecureRandom random = new SecureRandom();

    SessionOpener(ClientShell shell) {
        this.shell = shell;
        this.partitionCount = new PartitionCount(shell.loop());
    }

    /** All or nothing: what was opened is closed again when a partition refuses. */
    CompletableFuture<Session> open(SessionOptions options) {
        return partitionCount.get().thenCompose(partitions -> open(options, partitions));
    }

    private CompletableFuture<Session> open(SessionOptions options, int partitions) {
        Queue<PartitionSession> opened = new ConcurrentLinkedQueue<>();
        CompletableFuture<?>[] all =
                partitionsOf(options, partitions)
                        .map(id -> openOne(options, id).thenAccept(opened::add))
                        .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all)
                .whenComplete(
                        (done, error) -> {
                            if (error != null) {
                                opened.forEach(PartitionSession::close);
                            }
                        })
                .thenApply(done -> new Session(shell, partitions, List.copyOf(opened)));
    }

    private static Stream<Integer> partitionsOf(SessionOptions options, int partitions) {
        return Placement.ONE_PARTITION_KINDS.contains(options.kind())
                ? Stream.of(Placement.partitionOf(options.primitive(), partitions))
                : IntStream.rangeClosed(1, partitions).boxed();
    }

    private CompletableFuture<PartitionSession> openOne(SessionOptions options, int partitionId) {
        return PartitionSession.open(
                shell, partitionId, options.timeout().toMillis(), input(options));
    }

    private OpenSessionInput input(SessionOptions options) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        OpenSessionInput.Builder input =
                OpenSessionInput.newBuilder()
                        .setTimeout(
                                Duration.newBuilder()
                                        .setSeconds(options.timeout().toSeconds())
                                        .setNanos(options.timeout().toNanosPart()))
                        .setNonce(ByteString.copyFrom(nonce))
                        .setAttach(options.attach());
        if (!options.name().isEmpty()) {
            input.setSession(session(options));
        }
        return input.build();
    }

    private static io.multiraft.proto.runtime.v1.Session session(SessionOptions options) {
        SessionId.Builder id = SessionId.newBuilder().setName(options.name());
        if (!options.primitive().isEmpty()) {
            id.setPrimitive(PrimitiveId.newBuilder().setId(options.primitive()));
        }
        return io.multiraft.proto.runtime.v1.Session.newBuilder()
                .setMeta(SessionMeta.newBuilder().setId(id).putAllLabels(options.labels()))
                .setSpec(SessionSpec.newBuilder().setKind(options.kind()))
                .build();
    }
}
