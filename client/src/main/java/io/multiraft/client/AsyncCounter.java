package io.multiraft.client;

import io.multiraft.client.errors.ConflictException;
import io.multiraft.client.grpc.Exchange;
import io.multiraft.proto.multiraft.counter.v1.CloseRequest;
import io.multiraft.proto.multiraft.counter.v1.CloseResponse;
import io.multiraft.proto.multiraft.counter.v1.CompareAndSetInput;
import io.multiraft.proto.multiraft.counter.v1.CompareAndSetRequest;
import io.multiraft.proto.multiraft.counter.v1.CompareAndSetResponse;
import io.multiraft.proto.multiraft.counter.v1.CounterGrpc;
import io.multiraft.proto.multiraft.counter.v1.CreateRequest;
import io.multiraft.proto.multiraft.counter.v1.CreateResponse;
import io.multiraft.proto.multiraft.counter.v1.DecrementInput;
import io.multiraft.proto.multiraft.counter.v1.DecrementRequest;
import io.multiraft.proto.multiraft.counter.v1.DecrementResponse;
import io.multiraft.proto.multiraft.counter.v1.GetRequest;
import io.multiraft.proto.multiraft.counter.v1.GetResponse;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.counter.v1.IncrementResponse;
import io.multiraft.proto.multiraft.counter.v1.SetInput;
import io.multiraft.proto.multiraft.counter.v1.SetRequest;
import io.multiraft.proto.multiraft.counter.v1.SetResponse;
import io.multiraft.proto.multiraft.v1.CloseServiceInput;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * {@link Counter}, without waiting.
 *
 * <pre>{@code
 * CompletionStage<Long> both =
 *         session.counter("seats")
 *                 .async()
 *                 .increment(1)
 *                 .thenCombine(session.counter("guests").async().increment(2), Long::sum);
 * }</pre>
 */
public final class AsyncCounter {

    private final ServiceHandle service;

    AsyncCounter(Session session, String name) {
        service =
                new ServiceHandle(
                        session.shell(),
                        session.partOf(name),
                        CounterGrpc.SERVICE_NAME,
                        name,
                        AsyncCounter::create);
    }

    private static Exchange<?, ?> create(SessionRequestHeaders headers, CreateServiceInput input) {
        return new Exchange<CreateRequest, CreateResponse>(
                CounterGrpc.getCreateMethod(),
                CreateRequest.newBuilder().setHeaders(headers).setInput(input).build(),
                responses -> {
                    CreateResponse response = Answers.only(responses);
                    return Answers.of(
                            response.getHeaders().getPartition(),
                            response.getOutput().getServiceId(),
                            0);
                });
    }

    /**
     * @see Counter#get
     */
    public CompletionStage<Long> get() {
        return service.query(
                CounterGrpc.getGetMethod(),
                headers -> GetRequest.newBuilder().setHeaders(headers).build(),
                GetResponse::getHeaders,
                responses -> responses.get(0).getOutput().getValue());
    }

    /**
     * @see Counter#set
     */
    public CompletionStage<Long> set(long value) {
        return service.command(
                CounterGrpc.getSetMethod(),
                headers ->
                        SetRequest.newBuilder()
                                .setHeaders(headers)
                                .setInput(SetInput.newBuilder().setValue(value))
                                .build(),
                SetResponse::getHeaders,
                response -> response.getOutput().getValue());
    }

    /**
     * @see Counter#increment
     */
    public CompletionStage<Long> increment(long delta) {
        return service.command(
                CounterGrpc.getIncrementMethod(),
                headers ->
                        IncrementRequest.newBuilder()
                                .setHeaders(headers)
                                .setInput(IncrementInput.newBuilder().setDelta(delta))
                                .build(),
                IncrementResponse::getHeaders,
                response -> response.getOutput().getValue());
    }

    /**
     * @see Counter#decrement
     */
    public CompletionStage<Long> decrement(long delta) {
        return service.command(
                CounterGrpc.getDecrementMethod(),
                headers ->
                        DecrementRequest.newBuilder()
                                .setHeaders(headers)
                                .setInput(DecrementInput.newBuilder().setDelta(delta))
                                .build(),
                DecrementResponse::getHeaders,
                response -> response.getOutput().getValue());
    }

    /**
     * @see Counter#delete
     */
    public CompletionStage<Void> delete() {
        return service.delete(
                CounterGrpc.getCloseMethod(),
                headers ->
                        CloseRequest.newBuilder()
                                .setHeaders(headers)
                                .setInput(CloseServiceInput.newBuilder().setDelete(true))
                                .build(),
                CloseResponse::getHeaders);
    }

    /**
     * @see Counter#compareAndSet
     */
    public CompletionStage<Boolean> compareAndSet(long expected, long update) {
        CompareAndSetInput input =
                CompareAndSetInput.newBuilder().setCompare(expected).setUpdate(update).build();
        return service.command(
                        CounterGrpc.getCompareAndSetMethod(),
                        headers ->
                                CompareAndSetRequest.newBuilder()
                                        .setHeaders(headers)
                                        .setInput(input)
                                        .build(),
                        CompareAndSetResponse::getHeaders,
                        response -> true)
                .exceptionally(
                        error -> {
                            if (Failures.unwrapped(error) instanceof ConflictException) {
                                return false;
                            }
                            throw new CompletionException(Failures.unwrapped(error));
                        });
    }
}
