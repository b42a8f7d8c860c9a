package io.multiraft.bench.system;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.multiraft.bench.load.Operation.Completion;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The connections to one server, the same for every system; callers are spread over them. */
final class Connections implements Calls, AutoCloseable {

    static final int COUNT = 8;

    private final int port;
    private final Optional<Duration> deadline;
    private final ManagedChannel[] channels;

    Connections(int port) {
        this(port, Optional.empty());
    }

    /**
     * @param deadline of calls that are not waited for
     */
    Connections(int port, Optional<Duration> deadline) {
        this.port = port;
        this.deadline = deadline;
        this.channels =
                Stream.generate(() -> channel(port)).limit(COUNT).toArray(ManagedChannel[]::new);
    }

    /**
     * Answers are handled on the thread that reads them: no other has to wake up for it. Nothing is
     * sent again behind a caller's back; to be able to would take a third of a call's cost here.
     */
    private static ManagedChannel channel(int port) {
        return ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .directExecutor()
                .disableRetry()
                .build();
    }

    int port() {
        return port;
    }

    Optional<Duration> deadline() {
        return deadline;
    }

    Channel of(int caller) {
        return channels[caller % COUNT];
    }

    <Q, R extends Message> R call(MethodDescriptor<Q, R> method, Q request) {
        return ClientCalls.blockingUnaryCall(channels[0], method, CallOptions.DEFAULT, request);
    }

    @Override
    public <Q extends Message, R extends Message> void call(
            int caller,
            MethodDescriptor<Q, R> method,
            Q request,
            Function<R, Throwable> refusal,
            Completion completion) {
        CallOptions options =
                deadline.map(time -> CallOptions.DEFAULT.withDeadlineAfter(time))
                        .orElse(CallOptions.DEFAULT);
        UnaryAnswer.begin(of(caller).newCall(method, options), request, refusal, completion);
    }

    /** Each is an RPC of its own all the same. */
    @Override
    public void together(Runnable calls) {
        calls.run();
    }

    /** Opens a stream of responses that is read until the connection is closed. */
    <Q, R extends Message> void listen(
            int caller, MethodDescriptor<Q, R> method, Q request, Consumer<R> listener) {
        ClientCalls.asyncServerStreamingCall(
                of(caller).newCall(method, CallOptions.DEFAULT),
                request,
                new Responses<>(listener));
    }

    /** Opens a stream of requests and responses. */
    <Q, R extends Message> StreamObserver<Q> talk(
            int caller, MethodDescriptor<Q, R> method, Consumer<R> listener) {
        return ClientCalls.asyncBidiStreamingCall(
                of(caller).newCall(method, CallOptions.DEFAULT), new Responses<>(listener));
    }

    /**
     * When a stream breaks, the operations that wait for what it would have told have no answer.
     */
    private record Responses<R>(Consumer<R> listener) implements StreamObserver<R> {

        @Override
        public void onNext(R response) {
            listener.accept(response);
        }

        @Override
        public void onError(Throwable error) {
            // See above.
        }

        @Override
        public void onCompleted() {
            // See above.
        }
    }

    @Override
    public void close() {
        for (ManagedChannel channel : channels) {
            channel.shutdownNow();
        }
    }
}
