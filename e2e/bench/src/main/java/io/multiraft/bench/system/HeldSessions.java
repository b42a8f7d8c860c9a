package io.multiraft.bench.system;

import com.google.protobuf.Duration;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
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

/** A great many sessions of one partition of three nodes, each kept alive by calls of its own. */
public final class HeldSessions implements AutoCloseable {

    private static final Metadata.Key<String> TOKEN = key("multiraft-page-token");
    private static final Metadata.Key<String> NEXT = key("multiraft-next-page-token");
    private static final int OPENING_AT_ONCE = 256;
    private static final int LIST_SECONDS = 30;

    private final MultiraftCluster cluster;
    private final Connections connections;
    private final Duration timeout;
    private final AtomicLongArray ids;
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicReference<Throwable> refusal = new AtomicReference<>();

    private HeldSessions(MultiraftCluster cluster, int count, int timeoutSeconds) {
        this.cluster = cluster;
        this.connections = new Connections(cluster.leaderPort());
        this.timeout = Duration.newBuilder().setSeconds(timeoutSeconds).build();
        this.ids = new AtomicLongArray(count);
    }

    /** Starts three nodes; nothing is open yet. */
    public static HeldSessions start(
            NodeBuild build, Path directory, int count, int timeoutSeconds) {
        return new HeldSessions(MultiraftCluster.start(build, directory), count, timeoutSeconds);
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
            connections.call(
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
        for (int i = 0; i < ids.length(); i++) {
            LockSupport.parkNanos(start + nanos * i / ids.length() - System.nanoTime());
            connections.call(
                    i,
                    PartitionGrpc.getKeepAliveMethod(),
                    KeepAliveRequest.newBuilder()
                            .setHeaders(MultiraftSession.PARTITION)
                            .setInput(KeepAliveInput.newBuilder().setSessionId(ids.get(i)))
                            .build(),
                    response -> MultiraftSession.refusal(response.getHeaders()),
                    this::note);
        }
    }

    private void note(Throwable failure) {
        // What had no answer is sent again next time; what the partition refuses is lost.
        if (failure != null && !(failure instanceof StatusRuntimeException)) {
            refused.incrementAndGet();
            refusal.compareAndSet(null, failure);
        }
    }

    /** Sessions that the partition no longer had when they were kept alive. */
    public int lost() {
        return refused.get();
    }

    private void requireNoneRefused() {
        if (refused.get() > 0) {
            throw new IllegalStateException(refused + " were refused", refusal.get());
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
