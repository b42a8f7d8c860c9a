package io.multiraft.bench.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.multiraft.bench.load.FailureKind;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import io.multiraft.proto.multiraft.v1.KeepAliveResponse;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.stream.v1.ExchangeRequest;
import io.multiraft.proto.stream.v1.ExchangeResponse;
import io.multiraft.proto.stream.v1.FrameError;
import io.multiraft.proto.stream.v1.RequestFrame;
import io.multiraft.proto.stream.v1.ResponseFrame;
import io.multiraft.proto.stream.v1.SessionStreamGrpc;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The other end keeps what it hears, and answers when a test says so; all on one thread. */
class FrameStreamTest extends SessionStreamGrpc.SessionStreamImplBase {

    private final List<ExchangeRequest> heard = new ArrayList<>();
    private final List<StreamObserver<ExchangeResponse>> answers = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private Server server;
    private ManagedChannel channel;
    private FrameStream stream;

    @BeforeEach
    void connect() throws IOException {
        server =
                InProcessServerBuilder.forName("frames")
                        .directExecutor()
                        .addService(this)
                        .build()
                        .start();
        channel = InProcessChannelBuilder.forName("frames").directExecutor().build();
        stream = new FrameStream(channel, Optional.of(Duration.ofMillis(1_500)));
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Override
    public StreamObserver<ExchangeRequest> exchange(StreamObserver<ExchangeResponse> responses) {
        answers.add(responses);
        return new StreamObserver<>() {
            @Override
            public void onNext(ExchangeRequest request) {
                heard.add(request);
            }

            @Override
            public void onError(Throwable error) {
                // The test is over.
            }

            @Override
            public void onCompleted() {
                responses.onCompleted();
            }
        };
    }

    private void call(Runnable then) {
        stream.call(
                PartitionGrpc.getKeepAliveMethod(),
                KeepAliveRequest.getDefaultInstance(),
                new PendingFrame<KeepAliveResponse>(
                        PartitionGrpc.getKeepAliveMethod(),
                        response -> null,
                        failure -> {
                            failures.add(failure);
                            then.run();
                        }));
    }

    private void call() {
        call(() -> {});
    }

    private static ResponseFrame ok(long frame) {
        return ResponseFrame.newBuilder()
                .setFrameId(frame)
                .setResponse(KeepAliveResponse.getDefaultInstance().toByteString())
                .build();
    }

    private void answer(ResponseFrame... frames) {
        answers.get(0).onNext(ExchangeResponse.newBuilder().addAllFrames(List.of(frames)).build());
    }

    private static List<Long> ids(ExchangeRequest request) {
        return request.getFramesList().stream().map(RequestFrame::getFrameId).toList();
    }

    @Test
    void callsMadeInOneGoShareAMessageThatNamesTheMethodOnce() {
        call();
        stream.hold();
        call();
        call();
        stream.release();

        assertThat(heard)
                .extracting(FrameStreamTest::ids)
                .containsExactly(List.of(1L), List.of(2L, 3L));
        assertThat(heard.get(0).getMethodsList())
                .containsExactly("atomix.multiraft.v1.Partition/KeepAlive");
        assertThat(heard.get(1).getMethodsCount()).isZero();
        assertThat(heard.get(1).getFramesList())
                .extracting(RequestFrame::getMethod)
                .containsOnly(1);
        assertThat(heard.get(1).getFrames(0).getTimeout().getNanos()).isEqualTo(500_000_000);
    }

    @Test
    void callsThatFollowFromAMessageOfAnswersLeaveTogether() {
        call(this::call);
        call(this::call);
        call();

        answer(ok(2), ok(1));

        assertThat(failures).containsExactly(null, null);
        assertThat(heard.subList(3, heard.size()))
                .extracting(FrameStreamTest::ids)
                .containsExactly(List.of(4L, 5L));
    }

    @Test
    void anErrorFailsItsFrameOnly() {
        call();
        call();

        answer(
                ResponseFrame.newBuilder()
                        .setFrameId(1)
                        .setError(
                                FrameError.newBuilder()
                                        .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                                        .setMessage("full")
                                        .setRetryAfter(Durations.fromMillis(250)))
                        .build(),
                ok(2));

        assertThat(failures.get(0))
                .isInstanceOf(CallFailure.class)
                .hasMessage("RESOURCE_EXHAUSTED: full");
        assertThat(Refusals.kind(failures.get(0))).isEqualTo(FailureKind.REFUSED);
        assertThat(failures.get(1)).isNull();
    }

    @Test
    void theEndOfAStreamFailsWhatHasNoAnswerAndTheNextCallOpensAnother() {
        call();
        call();
        answer(ok(1));

        answers.get(0).onError(Status.UNAVAILABLE.asRuntimeException());
        call();

        assertThat(failures).hasSize(2);
        assertThat(failures.get(1)).hasMessageContaining("the session stream ended");
        assertThat(answers).hasSize(2);
        assertThat(heard.get(2).getMethodsCount()).isOne();
        assertThat(ids(heard.get(2))).containsExactly(1L);
    }
}
