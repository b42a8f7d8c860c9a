package io.multiraft.bench.system;

import com.google.protobuf.Duration;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.runtime.v1.ListSessionsRequest;
import io.multiraft.proto.runtime.v1.ListSessionsResponse;
import io.multiraft.proto.runtime.v1.SessionServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A great many sessions of one partition of three nodes. Their keep-alives are frames of session
 * streams, those of a slot of time together, as in a client that holds many; or single calls.
 */
public final class HeldSessions implements AutoCloseable {

    private static final Metadata.Key<String> TOKEN = key("multiraft-page-token");
    private static final Metadata.Key<String> NEXT = key("multiraft-next-page-token");
    private static final int OPENING_AT_ONCE = 256;
    private static final int LIST_SECONDS = 30;
    private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final MultiraftCluster cluster;
    private final Connections connections;
    private final Calls calls;
    private final boolean singleCalls;
    private final Duration timeout;
    private final AtomicLongArray ids;
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicReference<Throwable> refusal = new AtomicReference<>();

    private HeldSessions(
            MultiraftCluster cluster, int count, int timeoutSeconds, boolean singleCalls) {
        this.cluster = cluster;
        this.connections = new Connections(cluster.leaderPort());
        this.calls = singleCalls ? connections : new StreamedCalls(connections);
        this.singleCalls = singleCalls;
        this.timeout = Duration.newBuilder().setSeconds(timeoutSeconds).build();
        this.ids = new AtomicLongArray(count);
    }

    /**
     * Starts three nodes; nothing is open yet.
     *
     * @param singleCalls whether each keep-alive is an RPC of its own
     */
    public static HeldSessions start(
            NodeBuild build, Path directory, int count, int timeoutSeconds, boolean singleCalls) {
        return new HeldSessions(
                MultiraftCluster.start(build, directory), count, timeoutSeconds, singleCalls);
    }

    /** Opens all of them. */
    public void open() throws InterruptedException {
        OpenSessionRequest request =
                OpenSessionRequest.newBuilder()
                        .setHeaders(MultiraftSession.PARTITION)
                        .setInput(OpenSessionInput.newBuilder().setTimeout(timeout))
                        .build();
        Semaphore free = new Semaphore(OPENING_AT_ONCE);
        for (int i = 0; i < ids.length(); i++) {
            int session = i;
            free.acquire();
            calls.call(
                    session,
                    PartitionGrpc.getOpenSessionMethod(),
                    request,
                    response -> {
                        ids.set(session, response.getOutput().getSessionId());
                        return MultiraftSession.refusal(response.getHeaders());
                    },
                    failure -> {
                        note(failure);
                        free.release();
                    });
        }
        free.acquire(OPENING_AT_ONCE);
        requireNoneRefused();
    }

    /** Keeps each alive once, evenly spread over a time. */
    public void keepAlive(long nanos) {
        long start = System.nanoTime();
        long slots = singleCalls ? ids.length() : Math.max(1, nanos / SLOT_NANOS);
        for (long slot = 0; slot < slots; slot++) {
            int first = (int) (ids.length() * slot / slots);
            int end = (int) (ids.length() * (slot + 1) / slots);
            LockSupport.parkNanos(start + nanos * slot / slots - System.nanoTime());
            calls.together(() -> IntStream.range(first, end).forEach(this::keepOneAlive));
        }
        LockSupport.parkNanos(start + nanos - System.nanoTime());
    }

    private void keepOneAlive(int session) {
        calls.call(
                session,
                PartitionGrpc.getKeepAliveMethod(),
                KeepAliveRequest.newBuilder()
                        .setHeaders(MultiraftSession.PARTITION)
                        .setInput(KeepAliveInput.newBuilder().setSessionId(ids.get(session)))
                        .build(),
                response -> MultiraftSession.refusal(response.getHeaders()),
                this::note);
    }

    private void note(Throwable failure) {
        // What had no answer is sent again next time; what the partition refuses is lost.
        if (failure instanceof CallFailure) {
            unanswered.incrementAndGet();
        } else if (failure != null) {
            refused.incrementAndGet();
            refusal.compareAndSet(null, failure);
        }
    }

    /** Sessions that the partition no longer had when they were kept alive. */
    public int lost() {
        return refused.get();
    }

    /** Calls that failed without an answer of the partition. */
    public int unanswered() {
        return unanswered.get();
    }

    private void requireNoneRefused() {
        if (refused.get() + unanswered.get() > 0) {
            throw new IllegalStateException(
                    "%s were refused, %s had no answer".formatted(refused, unanswered),
                    refusal.get());
        }
    }

    /** Lists all of them, page by page, and returns how many there are. */
    public int list() {
        int count = 0;
        String token = null;
        do {
            Metadata headers = new Metadata();
            if (token != null) {
                headers.put(TOKEN, token);
            }
            AtomicReference<Metadata> begin = new AtomicReference<>();
            AtomicReference<Metadata> end = new AtomicReference<>();
            ListSessionsResponse page =
                    SessionServiceGrpc.newBlockingStub(connections.of(0))
                            .withInterceptors(
                                    MetadataUtils.newAttachHeadersInterceptor(headers),
                                    MetadataUtils.newCaptureMetadataInterceptor(begin, end))
                            .withDeadlineAfter(LIST_SECONDS, TimeUnit.SECONDS)
                            .listSessions(ListSessionsRequest.getDefaultInstance());
            count += page.getSessionsCount();
            token = end.get().get(NEXT);
        } while (token != null);
        return count;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    public List<ServerProcess> processes() {
        return cluster.processes();
    }

    @Override
    public void close() {
        connections.close();
        cluster.close();
    }
}
