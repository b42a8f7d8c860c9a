package io.multiraft.client;

import io.grpc.MethodDescriptor;
import io.multiraft.client.core.Answer;
import io.multiraft.client.core.Request;
import io.multiraft.client.core.SessionCore;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.client.grpc.Exchange;
import io.multiraft.client.grpc.Operation;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * An operation with one answer.
 *
 * @param <T> what its caller gets
 */
abstract class PendingOperation<T> implements Operation {

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private T value;

    CompletableFuture<T> result() {
        return result;
    }

    /** Keeps what a unary call was answered. */
    final <Q, R> Exchange<Q, R> unary(
            MethodDescriptor<Q, R> method,
            Q request,
            Function<R, PartitionResponseHeaders> headers,
            Function<R, T> result) {
        return all(
                method,
                request,
                responses -> headers.apply(Answers.only(responses)),
                responses -> result.apply(responses.get(0)));
    }

    /** Keeps what a call was answered, however many messages that is. */
    final <Q, R> Exchange<Q, R> all(
            MethodDescriptor<Q, R> method,
            Q request,
            Function<List<R>, PartitionResponseHeaders> headers,
            Function<List<R>, T> result) {
        return new Exchange<>(
                method,
                request,
                responses -> {
                    Answer answer = Answers.of(headers.apply(responses));
                    if (answer.status() == Status.OK) {
                        value = result.apply(responses);
                    }
                    return answer;
                });
    }

    @Override
    public abstract Exchange<?, ?> exchange(Request request);

    @Override
    public void completed() {
        result.complete(value);
    }

    @Override
    public void refused(Status status, String message) {
        result.completeExceptionally(Failures.of(status, message));
    }

    @Override
    public void failed(MultiRaftException error) {
        result.completeExceptionally(error);
    }

    @Override
    public void failedWith(SessionCore ended) {
        result.completeExceptionally(Failures.ended(ended.lease(), ended.end()));
    }
}
