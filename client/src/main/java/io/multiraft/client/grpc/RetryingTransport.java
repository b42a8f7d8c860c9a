package io.multiraft.client.grpc;

import io.grpc.CallOptions;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.multiraft.client.core.CallKind;
import io.multiraft.client.core.Failure;
import io.multiraft.client.core.RetryPolicy;
import io.multiraft.client.core.Router;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.errors.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tries until the deadline, at the leader where it is known, else at any endpoint. */
public final class RetryingTransport implements Transport, AutoCloseable {

    private final Supplier<List<String>> endpoints;
    private final Router router;
    private final ChannelPool channels;
    private final RetryPolicy retries;
    private final ScheduledExecutorService executor;

    /**
     * @param endpoints asked again after each failed attempt
     * @param executor one thread, on which everything of this transport happens
     */
    public RetryingTransport(
            Supplier<List<String>> endpoints,
            Function<String, ManagedChannelBuilder<?>> builders,
            Duration deadline,
            ScheduledExecutorService executor) {
        this.endpoints = endpoints;
        this.router = new Router(endpoints.get());
        this.channels = new ChannelPool(builders, executor);
        this.retries = RetryPolicy.withDeadline(deadline.toMillis());
        this.executor = executor;
    }

    @Override
    public <Q, R> CompletableFuture<List<R>> call(
            int partitionId, MethodDescriptor<Q, R> method, Q request, CallKind kind) {
        return call(partitionId, method, request, kind, retries);
    }

    /** The same connections and routes with another patience. */
    public Transport with(RetryPolicy policy) {
        return new Transport() {
            @Override
            public <Q, R> CompletableFuture<List<R>> call(
                    int partitionId, MethodDescriptor<Q, R> method, Q request, CallKind kind) {
                return RetryingTransport.this.call(partitionId, method, request, kind, policy);
            }
        };
    }

    private <Q, R> CompletableFuture<List<R>> call(
            int partitionId,
            MethodDescriptor<Q, R> method,
            Q request,
            CallKind kind,
            RetryPolicy policy) {
        Call<Q, R> call = new Call<>(partitionId, method, request, kind, policy);
        call.after(0);
        return call.result;
    }

    @Override
    public void close() {
        channels.close();
    }

    /** One call with all its attempts; on the executor's thread. */
    private final class Call<Q, R> {

        private final CompletableFuture<List<R>> result = new CompletableFuture<>();
        private final long startNanos = System.nanoTime();
        private final int partitionId;
        private final MethodDescriptor<Q, R> method;
        private final Q request;
        private final CallKind kind;
        private final RetryPolicy policy;
        private int attempt;
        private boolean mayHaveHappened;

        private Call(
                int partitionId,
                MethodDescriptor<Q, R> method,
                Q request,
                CallKind kind,
                RetryPolicy policy) {
            this.partitionId = partitionId;
            this.method = method;
            this.request = request;
            this.kind = kind;
            this.policy = policy;
        }

        /**
         * A mistake of ours, or of the caller's endpoints, must not leave a call without an end.
         */
        private void guarded(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException e) {
                result.completeExceptionally(
                        new InvalidException("the call could not be made: " + e.getMessage(), e));
            }
        }

        private void after(long delayMillis) {
            try {
                executor.schedule(() -> guarded(this::attempt), delayMillis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                result.completeExceptionally(new UnavailableException("the client is closed"));
            }
        }

        private void attempt() {
            if (result.isDone()) {
                return;
            }
            String address = router.route(partitionId, channels::ready);
            CallOptions options =
                    CallOptions.DEFAULT.withDeadlineAfter(
                            policy.attemptMillis(attempt, elapsedMillis()), TimeUnit.MILLISECONDS);
            Attempt.start(channels.forCall(address), method, request, options)
                    .thenAccept(outcome -> guarded(() -> onOutcome(address, outcome)));
        }

        private void onOutcome(String address, Attempt.Outcome<R> outcome) {
            if (outcome.leader() != null) {
                router.leaderHint(partitionId, outcome.leader());
            }
            if (outcome.status().isOk()) {
                result.complete(outcome.messages());
                return;
            }
            mayHaveHappened |= kind == CallKind.COMMAND && outcome.executed();
            Failure failure = GrpcFailures.failureOf(outcome.status());
            if (failure == Failure.UNAVAILABLE) {
                leave(address, outcome.status());
            }
            RetryPolicy.Decision decision =
                    policy.afterFailure(
                            failure,
                            mayHaveHappened,
                            attempt++,
                            elapsedMillis(),
                            ThreadLocalRandom.current().nextDouble());
            if (decision instanceof RetryPolicy.Decision.Retry retry) {
                after(retry.delayMillis());
            } else if (decision instanceof RetryPolicy.Decision.GiveUp giveUp) {
                result.completeExceptionally(
                        GrpcFailures.exception(
                                giveUp.failure(), partitionId, method, outcome.status()));
            }
        }

        private void leave(String address, Status status) {
            if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
                channels.doubt(address);
            }
            router.failed(partitionId, address);
            router.endpoints(endpoints.get());
            channels.retain(router.addresses());
        }

        private long elapsedMillis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        }
    }
}
