package io.multiraft.client;

import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import io.multiraft.client.grpc.Exchange;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CommandResponseHeaders;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.QueryRequestHeaders;
import io.multiraft.proto.multiraft.v1.QueryResponseHeaders;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.ServiceResponseHeaders;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A service in one partition, for callers on the user's side. */
final class ServiceHandle {

    private final ClientShell shell;
    private final PartitionSession session;
    private final String name;
    private final DeclaredService service;

    /** The call that finds or makes the service. */
    @FunctionalInterface
    interface Creator {
        Exchange<?, ?> create(SessionRequestHeaders headers, CreateServiceInput input);
    }

    /**
     * @param type the full name of the service's gRPC service
     */
    ServiceHandle(
            ClientShell shell,
            PartitionSession session,
            String type,
            String name,
            Creator creator) {
        CreateServiceInput input =
                CreateServiceInput.newBuilder()
                        .setNamespace(shell.namespace())
                        .setName(name)
                        .build();
        this.shell = shell;
        this.session = session;
        this.name = type + " " + name;
        this.service = session.declare(this.name, headers -> creator.create(headers, input));
    }

    /** Deletes the service with its data, unless another session has it. */
    <Q, R> CompletionStage<Void> delete(
            MethodDescriptor<Q, R> method,
            Function<ServiceRequestHeaders, Q> request,
            Function<R, ServiceResponseHeaders> headers) {
        return shell.delivered(session.delete(name, service, method, request, headers));
    }

    <Q, R, T> CompletionStage<T> command(
            MethodDescriptor<Q, R> method,
            Function<CommandRequestHeaders, Q> request,
            Function<R, CommandResponseHeaders> headers,
            Function<R, T> result) {
        return shell.delivered(session.command(service, method, request, headers, result));
    }

    <Q, R, T> CompletionStage<T> query(
            MethodDescriptor<Q, R> method,
            Function<QueryRequestHeaders, Q> request,
            Function<R, QueryResponseHeaders> headers,
            Function<List<R>, T> result) {
        return shell.delivered(session.query(service, method, request, headers, result));
    }

    /** A command that stays open, to be started. */
    <Q, R extends MessageLite> PartitionStream<Q, R> stream(
            MethodDescriptor<Q, R> method,
            Function<CommandRequestHeaders, Q> request,
            Function<R, CommandResponseHeaders> headers,
            EventSubscription<R, ?> subscription) {
        return new PartitionStream<>(
                shell, session, service, method, request, headers, subscription);
    }
}
