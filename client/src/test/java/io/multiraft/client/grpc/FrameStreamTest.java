package io.multiraft.client.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.multiraft.client.core.Action;
import io.multiraft.client.core.Answer;
import io.multiraft.client.core.Request;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.stream.v1.ExchangeRequest;
import io.multiraft.proto.stream.v1.ExchangeResponse;
import io.multiraft.proto.stream.v1.RequestFrame;
import io.multiraft.proto.stream.v1.ResponseFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameStreamTest {

    private static final long TIMEOUT_MILLIS = 1_000;

    private final FakeCall call = new FakeCall();
    private final List<Frame> answered = new ArrayList<>();
    private final List<Frame> sentAtEnd = new ArrayList<>();
    private final List<Frame> unsentAtEnd = new ArrayList<>();
    private long nowMillis;
    private final FrameStream stream =
            new FrameStream(input -> input.run(nowMillis), new Told(), "a", new FakeChannel());

    @Test
    void whatWaitsLeavesInOneMessage() {
        Frame one = add(10);
        Frame other = add(10);
        assertThat(call.messages).isEmpty();
        stream.flush(0);
        assertThat(frameIds()).containsExactly(List.of(one.id(), other.id()));
    }

    @Test
    void aMessageIsBoundedByFramesAndByBytes() {
        for (int i = 0; i <= FrameStream.FRAMES_MAX; i++) {
            add(10);
        }
        add(FrameStream.BYTES_MAX - 1_000);
        add(10_000);
        stream.flush(0);
        assertThat(call.messages)
                .extracting(ExchangeRequest::getFramesCount)
                .containsExactly(FrameStream.FRAMES_MAX, 2, 1);
    }

    @Test
    void nothingIsSentWhileTheStreamTakesNothing() {
        call.ready = false;
        add(10);
        stream.flush(0);
        assertThat(call.messages).isEmpty();
        call.ready = true;
        stream.onReady();
        assertThat(call.messages).hasSize(1);
    }

    @Test
    void theTimeInTheQueueIsTimeOfTheCall() {
        add(10);
        stream.flush(300);
        RequestFrame frame = call.messages.get(0).getFrames(0);
        assertThat(frame.getTimeout().getNanos()).isEqualTo(700_000_000);
    }

    @Test
    void whatIsAbandonedWhileItWaitsIsNeverSent() {
        Frame abandoned = add(10);
        Frame other = add(10);
        stream.abandon(abandoned);
        stream.flush(0);
        assertThat(frameIds()).containsExactly(List.of(other.id()));
    }

    @Test
    void theAnswerToWhatWasAbandonedIsDropped() {
        Frame abandoned = add(10);
        stream.flush(0);
        stream.abandon(abandoned);
        answer(abandoned);
        assertThat(answered).isEmpty();
    }

    @Test
    void theEndTellsWhatWasSentFromWhatWasNot() {
        Frame done = add(10);
        Frame sent = add(10);
        stream.flush(0);
        answer(done);
        call.ready = false;
        Frame unsent = add(10);
        stream.flush(0);
        stream.onClose(Status.UNAVAILABLE, new Metadata());
        assertThat(answered).containsExactly(done);
        assertThat(sentAtEnd).containsExactly(sent);
        assertThat(unsentAtEnd).containsExactly(unsent);
    }

    /** It was taken for done, perhaps, and a command that was given up for indeterminate. */
    @Test
    void whatCameOnAStreamThatWasRefusedIsAsGoodAsUnsent() {
        Frame sent = add(10);
        stream.flush(0);
        stream.onClose(Status.RESOURCE_EXHAUSTED, notExecuted());
        assertThat(sentAtEnd).isEmpty();
        assertThat(unsentAtEnd).containsExactly(sent);
    }

    @Test
    void aStreamThatHasAnsweredWasNotRefused() {
        Frame done = add(10);
        Frame sent = add(10);
        stream.flush(0);
        answer(done);
        stream.onClose(Status.RESOURCE_EXHAUSTED, notExecuted());
        assertThat(sentAtEnd).containsExactly(sent);
    }

    private static Metadata notExecuted() {
        Metadata trailers = new Metadata();
        trailers.put(Attempt.EXECUTED, "no");
        return trailers;
    }

    @Test
    void aStreamThatIsRetiredStaysForItsAnswers() {
        Frame slow = add(10);
        stream.flush(0);
        stream.retire();
        assertThat(call.cancelled).isFalse();
        answer(slow);
        assertThat(answered).containsExactly(slow);
        assertThat(call.cancelled).isTrue();
    }

    @Test
    void aStreamThatIsRetiredDoesNotOutliveItsLastFrame() {
        Frame lost = add(10);
        stream.flush(0);
        stream.retire();
        stream.abandon(lost);
        assertThat(call.cancelled).isTrue();
    }

    @Test
    void aStreamHasHeardWhenSomethingHasCome() {
        Frame frame = add(10);
        stream.flush(0);
        assertThat(stream.hasHeardSince(0)).isFalse();
        nowMillis = 600;
        answer(frame);
        assertThat(stream.hasHeardSince(599)).isTrue();
        assertThat(stream.hasHeardSince(600)).isFalse();
    }

    @Test
    void moreIsAskedForAsAnswersAreRead() {
        int before = call.requested;
        for (int i = 0; i < before; i++) {
            stream.onMessage(ExchangeResponse.getDefaultInstance());
        }
        assertThat(call.requested).isEqualTo(2 * before);
    }

    private Frame add(int bytes) {
        OpenSessionInput input =
                OpenSessionInput.newBuilder()
                        .setNonce(ByteString.copyFrom(new byte[bytes]))
                        .build();
        OpenSessionRequest request = OpenSessionRequest.newBuilder().setInput(input).build();
        Answer ok = Answer.of(PartitionResponseHeaders.Status.OK, "");
        Frame frame =
                new Frame(
                        new Action.Send(1, 0, 1, "a", TIMEOUT_MILLIS, new Request.Plain(1)),
                        new Exchange<>(
                                PartitionGrpc.getOpenSessionMethod(), request, responses -> ok),
                        0);
        stream.add(frame);
        return frame;
    }

    private void answer(Frame frame) {
        ResponseFrame answer = ResponseFrame.newBuilder().setFrameId(frame.id()).build();
        stream.onMessage(ExchangeResponse.newBuilder().addFrames(answer).build());
    }

    private List<List<Long>> frameIds() {
        return call.messages.stream()
                .map(one -> one.getFramesList().stream().map(RequestFrame::getFrameId).toList())
                .toList();
    }

    private final class Told implements FrameStream.Receiver {

        @Override
        public void onAnswer(Frame frame, ResponseFrame answer, long now) {
            answered.add(frame);
        }

        @Override
        public void onEnd(
                FrameStream ended,
                Attempt.End<?> end,
                List<Frame> sent,
                List<Frame> unsent,
                long now) {
            sentAtEnd.addAll(sent);
            unsentAtEnd.addAll(unsent);
        }
    }

    private final class FakeChannel extends Channel {

        @Override
        @SuppressWarnings("unchecked")
        public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
            return (ClientCall<Q, R>) call;
        }

        @Override
        public String authority() {
            return "a";
        }
    }

    private static final class FakeCall extends ClientCall<ExchangeRequest, ExchangeResponse> {

        private final List<ExchangeRequest> messages = new ArrayList<>();
        private boolean ready = true;
        private boolean cancelled;
        private int requested;

        @Override
        public void start(Listener<ExchangeResponse> listener, Metadata headers) {}

        @Override
        public void request(int count) {
            requested += count;
        }

        @Override
        public void cancel(String message, Throwable cause) {
            cancelled = true;
        }

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(ExchangeRequest message) {
            messages.add(message);
        }

        @Override
        public boolean isReady() {
            return ready;
        }
    }
}
