package io.multiraft.bench.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.BytesValue;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.multiraft.bench.load.FailureKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private final List<AutoCloseable> closed = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : closed) {
            one.close();
        }
    }

    @Test
    void aCallIsDoneWhenItIsAnswered() throws Exception {
        Throwable failure =
                call(
                        (request, answer) -> {
                            answer.onNext(request);
                            answer.onCompleted();
                        });

        assertThat(failure).isNull();
    }

    @Test
    void whatARefusalSaysIsKeptWithoutATrace() throws Exception {
        Throwable failure =
                call(
                        (request, answer) -> {
                            Metadata trailers = new Metadata();
                            trailers.put(Refusals.RETRY_AFTER, "100");
                            answer.onError(
                                    new StatusRuntimeException(
                                            Status.RESOURCE_EXHAUSTED.withDescription("full"),
                                            trailers));
                        });

        assertThat(failure).isInstanceOf(CallFailure.class);
        assertThat(failure).hasMessage("RESOURCE_EXHAUSTED: full");
        assertThat(failure.getStackTrace()).isEmpty();
        assertThat(Refusals.kind(failure)).isEqualTo(FailureKind.REFUSED);
    }

    @Test
    void aRefusalWithoutAHintIsToldFromOtherFailures() throws Exception {
        Throwable refused =
                call((request, answer) -> answer.onError(Status.RESOURCE_EXHAUSTED.asException()));
        Throwable failed =
                call((request, answer) -> answer.onError(Status.UNAVAILABLE.asException()));

        assertThat(refused).hasMessage("RESOURCE_EXHAUSTED");
        assertThat(Refusals.kind(refused)).isEqualTo(FailureKind.REFUSED_WITHOUT_HINT);
        assertThat(Refusals.kind(failed)).isEqualTo(FailureKind.OTHER);
    }

    @Test
    void anEndWithoutAnAnswerIsAFailure() throws Exception {
        Throwable failure = call((request, answer) -> answer.onCompleted());

        assertThat(failure).isInstanceOf(CallFailure.class);
    }

    private Throwable call(BiConsumer<BytesValue, StreamObserver<BytesValue>> method)
            throws Exception {
        Server server = server(method);
        Connections connections = new Connections(server.getPort());
        closed.add(connections);
        CompletableFuture<Throwable> done = new CompletableFuture<>();
        connections.call(
                0, EchoServer.ECHO, EchoServer.message(8), response -> null, done::complete);
        return done.get(20, TimeUnit.SECONDS);
    }

    private Server server(BiConsumer<BytesValue, StreamObserver<BytesValue>> method)
            throws IOException {
        Server server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(
                                ServerServiceDefinition.builder("multiraft.bench.Echo")
                                        .addMethod(
                                                EchoServer.ECHO,
                                                ServerCalls.asyncUnaryCall(method::accept))
                                        .build())
                        .build()
                        .start();
        closed.add(server::shutdownNow);
        return server;
    }
}
