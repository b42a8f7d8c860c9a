package io.multiraft.client;

import io.grpc.MethodDescriptor;
import io.multiraft.client.core.EndReason;
import io.multiraft.client.core.Lease;
import io.multiraft.client.core.Request;
import io.multiraft.client.core.SessionCore;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.client.errors.SessionEndedException;
import io.multiraft.client.grpc.Exchange;
import io.multiraft.client.grpc.Operation;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CommandResponseHeaders;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import io.multiraft.proto.multiraft.v1.QueryRequestHeaders;
import io.multiraft.proto.multiraft.v1.QueryResponseHeaders;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.ServiceResponseHeaders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A session's part in one partition: what the core decides of it, in the API's futures. {@link
 * #ended()} completes once, whatever ended it.
 */
final class PartitionSession implements Operation {

    private final ClientShell shell;
    private final int partitionId;
    private final OpenSessionInput input;
    private final AtomicLong declared = new AtomicLong();
    private final Map<String, DeclaredService> servicesByName = new ConcurrentHashMap<>();
    private final Map<String, DeclaredService> servicesByKey = new ConcurrentHashMap<>();
    private final CompletableFuture<PartitionSession> opened = new CompletableFuture<>();
    private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
    private SessionCore core;

    /** Nothing before the session is begun, and after it has ended. */
    private Runnable releaseLeader = () -> {};

    private volatile SessionLease lease;
    private CompletableFuture<Void> closed;

    private PartitionSession(ClientShell shell, int partitionId, OpenSessionInput input) {
        this.shell = shell;
        this.partitionId = partitionId;
        this.input = input;
    }

    /** Opens it and keeps it alive. */
    static CompletableFuture<PartitionSession> open(
            ClientShell shell, int partitionId, long timeoutMillis, OpenSessionInput input) {
        PartitionSession session = new PartitionSession(shell, partitionId, input);
        shell.loop()
                .start(
                        session,
                        (core, nowMillis) -> {
                            core.holdLeader(nowMillis, partitionId);
                            session.releaseLeader = () -> core.releaseLeader(partitionId);
                            session.core = core.open(nowMillis, partitionId, timeoutMillis);
                            return session.core.operation();
                        });
        return session.opened;
    }

    /** On the loop's thread. */
    SessionCore core() {
        return core;
    }

    SessionLease lease() {
        return lease;
    }

    CompletableFuture<SessionEnd> ended() {
        return ended;
    }

    /** The service of that name, which the first operation on it finds or creates. */
    DeclaredService declare(String name, ServiceType type) {
        return servicesByName.computeIfAbsent(
                name,
                unknown -> {
                    String key = name + " " + declared.incrementAndGet();
                    DeclaredService service = new DeclaredService(key, type);
                    servicesByKey.put(key, service);
                    return service;
                });
    }

    /** Deletes a service with its data, unless another session has it; twice is once. */
    <Q, R> CompletableFuture<Void> delete(
            String name,
            DeclaredService service,
            MethodDescriptor<Q, R> method,
            Function<ServiceRequestHeaders, Q> request,
            Function<R, ServiceResponseHeaders> headers) {
        if (service.isDeleted()) {
            return CompletableFuture.completedFuture(null);
        }
        PendingOperation<Void> operation =
                new PendingOperation<>() {
                    @Override
                    public Exchange<?, ?> exchange(Request sent) {
                        return unary(
                                method,
                                request.apply(Headers.service((Request.DeleteService) sent)),
                                response -> Answers.partition(headers.apply(response)),
                                response -> null);
                    }

                    @Override
                    public void completed() {
                        servicesByName.remove(name, service);
                        servicesByKey.values().remove(service);
                        service.delete();
                        super.completed();
                    }
                };
        shell.loop().start(operation, (unused, nowMillis) -> core.delete(nowMillis, service.key()));
        return operation.result();
    }

    /** Sends a command; what it says happens once. */
    <Q, R, T> CompletableFuture<T> command(
            DeclaredService service,
            MethodDescriptor<Q, R> method,
            Function<CommandRequestHeaders, Q> request,
            Function<R, CommandResponseHeaders> headers,
            Function<R, T> result) {
        PendingOperation<T> operation =
                new PendingOperation<>() {
                    @Override
                    public Exchange<?, ?> exchange(Request sent) {
                        return unary(
                                method,
                                request.apply(Headers.command((Request.Command) sent)),
                                response -> Answers.partition(headers.apply(response)),
                                result);
                    }
                };
        shell.loop()
                .start(operation, (unused, nowMillis) -> core.command(nowMillis, service.key()));
        return operation.result();
    }

    /** Reads what reflects every command of this session that was answered. */
    <Q, R, T> CompletableFuture<T> query(
            DeclaredService service,
            MethodDescriptor<Q, R> method,
            Function<QueryRequestHeaders, Q> request,
            Function<R, QueryResponseHeaders> headers,
            Function<List<R>, T> result) {
        PendingOperation<T> operation =
                new PendingOperation<>() {
                    @Override
                    public Exchange<?, ?> exchange(Request sent) {
                        return all(
                                method,
                                request.apply(Headers.query((Request.Query) sent)),
                                responses ->
                                        Answers.partition(responses.stream().map(headers).toList()),
                                result);
                    }
                };
        shell.loop().start(operation, (unused, nowMillis) -> core.query(nowMillis, service.key()));
        return operation.result();
    }

    /** Ends it in the partition; completes when it is ended, or could not be reached in time. */
    synchronized CompletableFuture<Void> close() {
        if (closed == null) {
            PendingOperation<Void> operation =
                    new PendingOperation<>() {
                        @Override
                        public Exchange<?, ?> exchange(Request sent) {
                            return PartitionExchanges.close((Request.CloseSession) sent);
                        }
                    };
            shell.loop().start(operation, (unused, nowMillis) -> core.close(nowMillis));
            closed = operation.result();
        }
        return closed;
    }

    /** Ends it here only: who took it over goes on. */
    void abandon(SessionEnd end) {
        EndReason reason = EndReason.valueOf(end.reason().name());
        SessionCore.End here = new SessionCore.End(reason, end.message());
        shell.loop().execute(nowMillis -> core.abandon(nowMillis, here));
    }

    @Override
    public Exchange<?, ?> exchange(Request request) {
        if (request instanceof Request.OpenSession) {
            return PartitionExchanges.open(partitionId, input);
        }
        if (request instanceof Request.KeepAlive keepAlive) {
            return PartitionExchanges.keepAlive(keepAlive);
        }
        Request.CreateService create = (Request.CreateService) request;
        return servicesByKey.get(create.service()).type().create(Headers.session(create));
    }

    @Override
    public void completed() {
        Lease known = core.lease();
        lease = new SessionLease(known.partitionId(), known.sessionId(), known.epoch());
        opened.complete(this);
    }

    /** Nothing to attach to is as good as a session that has ended. */
    @Override
    public void refused(Status status, String message) {
        noLeaderNeeded();
        opened.completeExceptionally(
                status == Status.NOT_FOUND
                        ? new SessionEndedException(message)
                        : Failures.of(status, message));
    }

    @Override
    public void failed(MultiRaftException error) {
        noLeaderNeeded();
        if (!opened.completeExceptionally(error)) {
            ended.complete(new SessionEnd(SessionEnd.Reason.CLOSED, 0, error.getMessage()));
        }
    }

    @Override
    public void failedWith(SessionCore session) {
        throw new IllegalStateException("a session cannot end before it is open");
    }

    @Override
    public void sessionEnded(SessionCore.End end) {
        noLeaderNeeded();
        SessionEnd.Reason reason = SessionEnd.Reason.valueOf(end.reason().name());
        int by = reason == SessionEnd.Reason.CLOSED ? 0 : partitionId;
        ended.complete(new SessionEnd(reason, by, end.message()));
    }

    private void noLeaderNeeded() {
        releaseLeader.run();
        releaseLeader = () -> {};
    }

    @Override
    public boolean opensSession() {
        return true;
    }
}
