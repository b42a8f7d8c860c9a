package io.multiraft.client.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.multiraft.client.core.CallKind;
import io.multiraft.client.core.Failure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tries once, on one channel: for callers that repeat by themselves. */
public final class DirectTransport implements Transport {

    private final Channel channel;
    private final Duration timeout;

    public DirectTransport(Channel channel, Duration timeout) {
        this.channel = channel;
        this.timeout = timeout;
    }

    @Override
    public <Q, R> CompletableFuture<List<R>> call(
            int partitionId, MethodDescriptor<Q, R> method, Q request, CallKind kind) {
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
        return Attempt.start(channel, method, request, options)
                .end()
                .thenApply(
                        outcome -> {
                            if (outcome.status().isOk()) {
                                return outcome.messages();
                            }
                            Failure failure = GrpcFailures.failureOf(outcome.status());
                            if (failure == Failure.UNAVAILABLE
                                    && kind == CallKind.COMMAND
                                    && outcome.executed()) {
                                failure = Failure.INDETERMINATE;
                            }
                            throw GrpcFailures.exception(
                                    failure, partitionId, method, outcome.status());
                        });
    }
}
