package io.multiraft.node.stream;

import static io.multiraft.node.stream.FakeStream.increment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.multiraft.fsm.Effect;
import io.multiraft.node.TestPatience;
import io.multiraft.node.grpc.CallRouter;
import io.multiraft.node.grpc.FakeCluster;
import io.multiraft.node.grpc.FakeReplica;
import io.multiraft.node.grpc.GrpcPort;
import io.multiraft.node.grpc.NettyThreads;
import io.multiraft.node.grpc.PrimitiveEndpoint;
import io.multiraft.node.partition.OutputListener;
import io.multiraft.proto.multiraft.counter.v1.Service;
import io.multiraft.proto.stream.v1.ExchangeRequest;
import io.multiraft.proto.stream.v1.ExchangeResponse;
import io.multiraft.proto.stream.v1.SessionStreamGrpc;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams over a real port, whose threads are not the partition's. */
class SessionStreamEndpointTest {

    private final FakeCluster cluster = new FakeCluster(1);
    private final NettyThreads threads = new NettyThreads(2);
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final Queue<OutputListener> proposals = new ConcurrentLinkedQueue<>();
    private SessionStreamEndpoint endpoint;
    private GrpcPort port;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        CallRouter router = cluster.router(0);
        var counter =
                PrimitiveEndpoint.of(Service.getDescriptor().findServiceByName("Counter"), router);
        endpoint =
                new SessionStreamEndpoint(
                        List.of(counter), router.admission(), threads::current, timers);
        port = new GrpcPort(0, threads, 100, List.of(counter, endpoint.service()));
        port.start();
        channel = GrpcPort.connect("localhost", port.port(), threads);
        FakeReplica replica = cluster.replica(0, 2);
        replica.lead(1, "n-0", true);
        replica.onPropose = (proposal, listener) -> proposals.add(listener);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        port.close();
        cluster.close();
        timers.shutdownNow();
        threads.close();
    }

    private static void answer(OutputListener listener) {
        listener.onClosed(new Effect.StreamClosed(7, io.multiraft.fsm.Status.OK, ""));
    }

    private static ExchangeRequest request(long frameId) {
        return ExchangeRequest.newBuilder()
                .addMethods(FakeStream.INCREMENT)
                .addFrames(increment(frameId))
                .build();
    }

    @Test
    void reflectionDescribesTheService() throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests =
                ServerReflectionGrpc.newStub(channel)
                        .serverReflectionInfo(
                                new Answers<>() {
                                    @Override
                                    public void onNext(ServerReflectionResponse response) {
                                        answer.complete(response);
                                    }
                                });
        requests.onNext(
                ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol(SessionStreamGrpc.SERVICE_NAME)
                        .build());

        ServerReflectionResponse response = answer.get();
        requests.onCompleted();
        assertThat(response.getFileDescriptorResponse().getFileDescriptorProto(0).toStringUtf8())
                .contains("ExchangeRequest");
    }

    @Test
    void answersFramesAndKnowsWhichStreamsAreOpen() {
        Answers<ExchangeResponse> answers = new Answers<>();
        StreamObserver<ExchangeRequest> requests =
                SessionStreamGrpc.newStub(channel).exchange(answers);
        requests.onNext(request(1));
        await().until(() -> proposals.size() == 1);
        assertThat(endpoint.openCount()).isEqualTo(1);

        answer(proposals.remove());
        await().until(() -> answers.received.size() == 1);
        assertThat(answers.received.peek().getFrames(0).hasError()).isFalse();
        requests.onCompleted();

        await().until(() -> answers.ended.isDone());
        assertThat(answers.ended.join().isOk()).isTrue();
        await().until(() -> endpoint.openCount() == 0);
    }

    @Test
    void theNodesStopEndsStreamsWhenAllIsAnsweredAndOpensNoMore() throws Exception {
        Answers<ExchangeResponse> answers = new Answers<>();
        SessionStreamGrpc.newStub(channel).exchange(answers).onNext(request(1));
        await().until(() -> proposals.size() == 1);

        endpoint.stop(TestPatience.LONG.toMillis());
        Answers<ExchangeResponse> late = new Answers<>();
        SessionStreamGrpc.newStub(channel).exchange(late);

        assertThat(late.ended.get().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(late.ended.get().getDescription()).isEqualTo("the node stops; send to another");
        assertThat(answers.ended).isNotDone();
        answer(proposals.remove());
        assertThat(answers.ended.get().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(answers.received).hasSize(1);
    }

    @Test
    void aStreamThatIsCutOffWithItsConnectionIsForgotten() {
        SessionStreamGrpc.newStub(channel).exchange(new Answers<>()).onNext(request(1));
        await().until(() -> proposals.size() == 1);

        channel.shutdownNow();

        await().until(() -> endpoint.openCount() == 0);
        await().until(() -> cluster.replica(0, 2).detached.get() == 1);
    }

    /** What came, and how it ended. */
    private static class Answers<T> implements StreamObserver<T> {

        final Queue<T> received = new ConcurrentLinkedQueue<>();
        final CompletableFuture<Status> ended = new CompletableFuture<>();

        @Override
        public void onNext(T answer) {
            received.add(answer);
        }

        @Override
        public void onError(Throwable error) {
            ended.complete(((StatusRuntimeException) error).getStatus());
        }

        @Override
        public void onCompleted() {
            ended.complete(Status.OK);
        }
    }
}
