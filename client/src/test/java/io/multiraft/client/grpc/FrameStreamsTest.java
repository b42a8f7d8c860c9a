package io.multiraft.client.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.multiraft.client.core.Acknowledgement;
import io.multiraft.client.core.Action;
import io.multiraft.client.core.Answer;
import io.multiraft.client.core.Lease;
import io.multiraft.client.core.Request;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.stream.v1.ExchangeResponse;
import io.multiraft.proto.stream.v1.ResponseFrame;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams to nodes of which nothing is heard but what a test says. */
class FrameStreamsTest {

    private static final long TIMEOUT_MILLIS = 1_000;
    private static final Lease LEASE = new Lease(1, 7, 1);
    private static final Request KEEP_ALIVE =
            new Request.KeepAlive(1, LEASE, new Acknowledgement(0, ByteString.EMPTY, Map.of()));

    private final ChannelPool channels =
            new ChannelPool(InProcessChannelBuilder::forName, event -> {});
    private long nowMillis;
    private final FrameStreams streams =
            new FrameStreams(input -> input.run(nowMillis), channels, new Nobody());

    @AfterEach
    void close() {
        channels.close();
    }

    /** Behind them a keep-alive came too late, and the session was gone. */
    @Test
    void keepAlivesDoNotWaitBehindCommandsAndACloseDoes() {
        FrameStream commands = add("a").stream();
        FrameStream keepAlives = add("a", KEEP_ALIVE).stream();
        assertThat(keepAlives).isNotSameAs(commands);
        assertThat(add("a", new Request.CloseSession(1, LEASE)).stream()).isSameAs(commands);
    }

    @Test
    void whatIsAnsweredToCommandsSparesTheConnectionOfKeepAlives() {
        FrameStream keepAlives = add("a", KEEP_ALIVE).stream();
        answerAt(600, add("a"));
        assertThat(streams.renewIfSilent("a", TIMEOUT_MILLIS, 1_000)).isFalse();
        assertThat(add("a", KEEP_ALIVE).stream()).isSameAs(keepAlives);
    }

    @Test
    void bothStreamsGoWithTheirConnection() {
        FrameStream commands = add("a").stream();
        FrameStream keepAlives = add("a", KEEP_ALIVE).stream();
        assertThat(streams.renewIfSilent("a", TIMEOUT_MILLIS, 1_000)).isTrue();
        assertThat(add("a").stream()).isNotSameAs(commands);
        assertThat(add("a", KEEP_ALIVE).stream()).isNotSameAs(keepAlives);
    }

    @Test
    void anAddressHasOneStreamForCommands() {
        assertThat(add("a").stream()).isSameAs(add("a").stream()).isNotSameAs(add("b").stream());
    }

    @Test
    void aSilentConnectionIsInDoubt() {
        add("a");
        assertThat(streams.renewIfSilent("a", TIMEOUT_MILLIS, 1_000)).isTrue();
    }

    /** A single call, or a subscription, that was overdue took the stream of all with it. */
    @Test
    void aConnectionThatBringsAnswersIsSparedWhateverWasOverdue() {
        Frame answered = add("a");
        answerAt(600, answered);
        assertThat(streams.renewIfSilent("a", TIMEOUT_MILLIS, 1_000)).isFalse();
        assertThat(add("a").stream()).isSameAs(answered.stream());
    }

    @Test
    void anAnswerOfLongAgoSparesNoConnection() {
        answerAt(500, add("a"));
        assertThat(streams.renewIfSilent("a", TIMEOUT_MILLIS, 1_000)).isTrue();
    }

    @Test
    void aConnectionMadeAnewIsSparedWhatWasOverdueOnTheOldOne() {
        add("a");
        assertThat(streams.renewIfSilent("a", TIMEOUT_MILLIS, 1_000)).isTrue();
        FrameStream next = add("a").stream();
        assertThat(streams.renewIfSilent("a", TIMEOUT_MILLIS, 1_999)).isFalse();
        assertThat(add("a").stream()).isSameAs(next);
        assertThat(streams.renewIfSilent("a", TIMEOUT_MILLIS, 2_000)).isTrue();
    }

    @Test
    void theNextFrameOpensAnotherStreamWhenOneHasEnded() {
        FrameStream ended = add("a").stream();
        streams.ended(ended);
        FrameStream next = add("a").stream();
        assertThat(next).isNotSameAs(ended);
        streams.ended(ended);
        assertThat(add("a").stream()).isSameAs(next);
    }

    @Test
    void whichNodesHaveNoStreamsIsForgottenWithTheirAddress() {
        streams.without("a");
        assertThat(streams.has("a")).isFalse();
        streams.retain(Set.of("a"));
        assertThat(streams.has("a")).isFalse();
        streams.retain(Set.of("b"));
        assertThat(streams.has("a")).isTrue();
    }

    @Test
    void anAddressThatIsNotNeededHasNoStream() {
        FrameStream left = add("a").stream();
        streams.retain(Set.of("b"));
        assertThat(add("a").stream()).isNotSameAs(left);
    }

    private void answerAt(long millis, Frame frame) {
        nowMillis = millis;
        frame.stream().onMessage(ExchangeResponse.getDefaultInstance());
    }

    private Frame add(String address) {
        return add(address, new Request.Plain(1));
    }

    private Frame add(String address, Request request) {
        Answer ok = Answer.of(PartitionResponseHeaders.Status.OK, "");
        Frame frame =
                new Frame(
                        new Action.Send(1, 0, 1, address, TIMEOUT_MILLIS, request),
                        new Exchange<>(
                                PartitionGrpc.getOpenSessionMethod(),
                                OpenSessionRequest.getDefaultInstance(),
                                responses -> ok),
                        0);
        streams.add(frame);
        return frame;
    }

    private static final class Nobody implements FrameStream.Receiver {

        @Override
        public void onAnswer(Frame frame, ResponseFrame answer, long now) {}

        @Override
        public void onEnd(
                FrameStream ended,
                Attempt.End<?> end,
                List<Frame> sent,
                List<Frame> unsent,
                long now) {}
    }
}
