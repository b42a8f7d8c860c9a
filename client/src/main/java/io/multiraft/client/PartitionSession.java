package io.multiraft.client;

import io.grpc.MethodDescriptor;
import io.multiraft.client.core.CallKind;
import io.multiraft.client.core.RetryPolicy;
import io.multiraft.client.core.SessionCore;
import io.multiraft.client.errors.SessionEndedException;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * A session's part in one partition: numbers its commands, keeps it alive at a quarter of its
 * timeout, notices its end. {@link #ended()} completes once, whatever ended it.
 */
final class PartitionSession {

    /** Pause after a keep-alive that nobody took, beyond the pauses of the call itself. */
    private static final long REPEAT_MILLIS_MAX = 500;

    private final ClientShell shell;
    private final SessionLease lease;
    private final PartitionClient keepAlives;
    private final PartitionClient partition;
    private final boolean named;
    private final long intervalMillis;
    private final SessionCore core = new SessionCore();
    private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
    private CompletableFuture<?> closed;

    PartitionSession(ClientShell shell, SessionLease lease, SessionOptions options) {
        this.shell = shell;
        this.named = !options.name().isEmpty();
        this.lease = lease;
        this.intervalMillis = Math.max(1, options.timeout().toMillis() / 4);
        this.partition = new PartitionClient(shell.transport(), lease.partitionId());
        this.keepAlives =
                new PartitionClient(
                        shell.transport()
                                .with(
                                        new RetryPolicy(
                                                intervalMillis * 2,
                                                Math.min(1_000, intervalMillis),
                                                Math.min(1_000, intervalMillis),
                                                Math.min(20, intervalMillis),
                                                Math.min(REPEAT_MILLIS_MAX, intervalMillis))),
                        lease.partitionId());
        keepAliveAfter(0);
    }

    SessionLease lease() {
        return lease;
    }

    CompletableFuture<SessionEnd> ended() {
        return ended;
    }

    SessionRequestHeaders headers(long sequenceNum) {
        return Headers.session(lease.partitionId(), lease.sessionId(), lease.epoch(), sequenceNum);
    }

    /**
     * Sends a command under a number of its own, the same one however often it is sent.
     *
     * @param request makes the request for a number
     */
    <Q, R> CompletableFuture<R> command(
            MethodDescriptor<Q, R> method,
            LongFunction<Q> request,
            Function<R, PartitionResponseHeaders> headers) {
        if (ended.isDone()) {
            return CompletableFuture.failedFuture(endedException());
        }
        long sequenceNum = begin();
        return shell.transport()
                .call(lease.partitionId(), method, request.apply(sequenceNum), CallKind.COMMAND)
                .whenComplete((responses, error) -> finish(sequenceNum, error == null))
                .thenCompose(responses -> judged(responses.get(0), headers));
    }

    /** Reads what reflects every command of this session that was answered. */
    <Q, R> CompletableFuture<List<R>> query(
            MethodDescriptor<Q, R> method,
            LongFunction<Q> request,
            Function<R, PartitionResponseHeaders> headers) {
        if (ended.isDone()) {
            return CompletableFuture.failedFuture(endedException());
        }
        return shell.transport()
                .call(
                        lease.partitionId(),
                        method,
                        request.apply(lastCompleted()),
                        CallKind.IDEMPOTENT)
                .thenCompose(
                        responses ->
                                responses.isEmpty()
                                        ? CompletableFuture.completedFuture(responses)
                                        : judged(responses.get(responses.size() - 1), headers)
                                                .thenApply(last -> responses));
    }

    /** Ends it in the partition; completes when it is ended, or could not be reached in time. */
    synchronized CompletableFuture<?> close() {
        if (ended.complete(new SessionEnd(SessionEnd.Reason.CLOSED, 0, "closed by this client"))) {
            closed = unlessTakenOver().thenCompose(this::closeIfOurs).handle(this::goneIsClosed);
        } else if (closed == null) {
            closed = CompletableFuture.completedFuture(null);
        }
        return closed;
    }

    /** Ends it here only: who took it over goes on. */
    void abandon(SessionEnd end) {
        ended.complete(end);
    }

    /**
     * A close carries no epoch, so ask first: by its name somebody else may hold the session now.
     */
    private CompletableFuture<Boolean> unlessTakenOver() {
        return named
                ? keepAlive().handle((done, error) -> !Failures.hasStatus(error, Status.FORBIDDEN))
                : CompletableFuture.completedFuture(true);
    }

    private CompletableFuture<?> closeIfOurs(boolean ours) {
        return ours
                ? partition.closeSession(lease.sessionId())
                : CompletableFuture.completedFuture(null);
    }

    private Void goneIsClosed(Object output, Throwable error) {
        if (error == null || Failures.hasStatus(error, Status.NOT_FOUND)) {
            return null;
        }
        throw new CompletionException(Failures.unwrapped(error));
    }

    private <R> CompletableFuture<R> judged(
            R response, Function<R, PartitionResponseHeaders> headers) {
        PartitionResponseHeaders answer = headers.apply(response);
        return switch (answer.getStatus()) {
            case OK -> CompletableFuture.completedFuture(response);
            // Does it speak of the session, or of what the session asked for? A keep-alive knows.
            case NOT_FOUND, CANCELED, FORBIDDEN ->
                    keepAlive()
                            .handle(
                                    (done, error) -> {
                                        throw ended.isDone()
                                                ? endedException()
                                                : Failures.of(
                                                        answer.getStatus(), answer.getMessage());
                                    });
            default ->
                    CompletableFuture.failedFuture(
                            Failures.of(answer.getStatus(), answer.getMessage()));
        };
    }

    private void keepAliveAfter(long delayMillis) {
        try {
            shell.executor().schedule(this::keepAliveAndRepeat, delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            ended.complete(new SessionEnd(SessionEnd.Reason.CLOSED, 0, "the client is closed"));
        }
    }

    private void keepAliveAndRepeat() {
        if (ended.isDone()) {
            return;
        }
        long startNanos = System.nanoTime();
        keepAlive()
                .whenComplete(
                        (done, error) -> {
                            long tookMillis = (System.nanoTime() - startNanos) / 1_000_000;
                            long restMillis = Math.max(0, intervalMillis - tookMillis);
                            keepAliveAfter(
                                    error == null
                                            ? restMillis
                                            : Math.min(REPEAT_MILLIS_MAX, restMillis));
                        });
    }

    /** Only the partition says that a session is over: silence, however long, does not. */
    private CompletableFuture<?> keepAlive() {
        SessionCore.Acknowledgement acknowledgement = acknowledgement();
        KeepAliveInput input =
                KeepAliveInput.newBuilder()
                        .setSessionId(lease.sessionId())
                        .setEpoch(lease.epoch())
                        .setLastCommandSequenceNum(acknowledgement.lastCommandSequenceNum())
                        .setPendingCommandsFilter(acknowledgement.filter())
                        .putAllOutputStreamSequenceNums(acknowledgement.outputs())
                        .build();
        return keepAlives
                .keepAlive(input)
                .whenComplete(
                        (output, error) -> {
                            if (error == null) {
                                acknowledged(acknowledgement);
                            } else if (Failures.hasStatus(error, Status.NOT_FOUND)) {
                                end(SessionEnd.Reason.LOST, error);
                            } else if (Failures.hasStatus(error, Status.FORBIDDEN)) {
                                end(SessionEnd.Reason.TAKEN_OVER, error);
                            }
                        });
    }

    private void end(SessionEnd.Reason reason, Throwable error) {
        ended.complete(
                new SessionEnd(
                        reason, lease.partitionId(), Failures.unwrapped(error).getMessage()));
    }

    private SessionEndedException endedException() {
        SessionEnd end = ended.join();
        return new SessionEndedException(
                "session "
                        + lease.sessionId()
                        + " of partition "
                        + lease.partitionId()
                        + " ended ("
                        + end.reason()
                        + "): "
                        + end.message());
    }

    private long begin() {
        synchronized (core) {
            return core.begin();
        }
    }

    private void finish(long sequenceNum, boolean answered) {
        synchronized (core) {
            if (answered) {
                core.complete(sequenceNum);
            } else {
                core.end(sequenceNum);
            }
        }
    }

    private long lastCompleted() {
        synchronized (core) {
            return core.lastCompletedSequenceNum();
        }
    }

    private SessionCore.Acknowledgement acknowledgement() {
        synchronized (core) {
            return core.acknowledgement();
        }
    }

    private void acknowledged(SessionCore.Acknowledgement acknowledgement) {
        synchronized (core) {
            core.acknowledged(acknowledgement);
        }
    }
}
