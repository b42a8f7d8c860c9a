package io.multiraft.client;

import io.grpc.MethodDescriptor;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CommandResponseHeaders;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.QueryRequestHeaders;
import io.multiraft.proto.multiraft.v1.QueryResponseHeaders;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A service in one partition, created by the first call that needs it. */
final class ServiceHandle {

    private final ClientShell shell;
    private final PartitionSession session;
    private final Creator creator;
    private final CreateServiceInput input;
    private CompletableFuture<Long> serviceId;

    /** Finds or makes the service and attaches the session to it; gives its id. */
    @FunctionalInterface
    interface Creator {
        CompletableFuture<Long> create(PartitionSession session, CreateServiceInput input);
    }

    ServiceHandle(ClientShell shell, PartitionSession session, String name, Creator creator) {
        this.shell = shell;
        this.session = session;
        this.creator = creator;
        this.input =
                CreateServiceInput.newBuilder()
                        .setNamespace(shell.namespace())
                        .setName(name)
                        .build();
    }

    <Q, R, T> CompletionStage<T> command(
            MethodDescriptor<Q, R> method,
            Function<CommandRequestHeaders, Q> request,
            Function<R, CommandResponseHeaders> headers,
            Function<R, T> result) {
        return shell.delivered(
                serviceId()
                        .thenCompose(
                                id ->
                                        session.command(
                                                method,
                                                number ->
                                                        request.apply(
                                                                Headers.command(
                                                                        session.headers(0),
                                                                        id,
                                                                        number)),
                                                response ->
                                                        Headers.partition(
                                                                headers.apply(response)
                                                                        .getOperation())))
                        .thenApply(result));
    }

    <Q, R, T> CompletionStage<T> query(
            MethodDescriptor<Q, R> method,
            Function<QueryRequestHeaders, Q> request,
            Function<R, QueryResponseHeaders> headers,
            Function<List<R>, T> result) {
        return shell.delivered(
                serviceId()
                        .thenCompose(
                                id ->
                                        session.query(
                                                method,
                                                number ->
                                                        request.apply(
                                                                Headers.query(
                                                                        session.headers(0),
                                                                        id,
                                                                        number)),
                                                response ->
                                                        Headers.partition(
                                                                headers.apply(response)
                                                                        .getOperation())))
                        .thenApply(result));
    }

    private synchronized CompletableFuture<Long> serviceId() {
        if (serviceId == null || serviceId.isCompletedExceptionally()) {
            serviceId = creator.create(session, input);
        }
        return serviceId;
    }
}
