package io.multiraft.client.grpc;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.multiraft.client.core.Action;
import io.multiraft.client.core.Answer;
import io.multiraft.client.core.ClientCore;
import io.multiraft.client.core.Failure;
import io.multiraft.client.core.Outcome;
import io.multiraft.proto.stream.v1.FrameError;
import io.multiraft.proto.stream.v1.ResponseFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The attempts that have an answer and an end: frames of a stream to the node, or calls of their
 * own where it has none, where the answer is a stream, and for what is large. A request that is
 * refused for its size ends the call that it is in, which must not be that of all.
 *
 * <p>On the loop's thread.
 */
final class UnaryAttempts implements FrameStream.Receiver {

    private final CoreLoop loop;
    private final ClientCore core;
    private final ChannelPool channels;
    private final FrameStreams streams;
    private final Map<Long, Frame> frames = new HashMap<>();
    private final Map<Long, Attempt<?>> calls = new HashMap<>();

    UnaryAttempts(CoreLoop loop, ClientCore core, ChannelPool channels) {
        this.loop = loop;
        this.core = core;
        this.channels = channels;
        this.streams = new FrameStreams(loop::execute, channels, this);
    }

    void send(Action.Send send, Exchange<?, ?> exchange, long nowMillis) {
        loop.sent(send, exchange.method());
        if (exchange.method().getType() == MethodType.UNARY && streams.has(send.address())) {
            Frame frame = new Frame(send, exchange, nowMillis);
            if (frame.request().size() <= FrameStream.BYTES_MAX) {
                streams.add(frame);
                frames.put(send.callId(), frame);
                return;
            }
        }
        call(send, exchange, send.timeoutMillis());
    }

    private <Q, R> void call(Action.Send send, Exchange<Q, R> exchange, long timeoutMillis) {
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS);
        Attempt<R> attempt =
                Attempt.start(
                        channels.forCall(send.address()),
                        exchange.method(),
                        exchange.request(),
                        options);
        calls.put(send.callId(), attempt);
        attempt.end()
                .thenAccept(
                        end ->
                                loop.execute(
                                        nowMillis ->
                                                onEnd(send, exchange, attempt, end, nowMillis)));
    }

    private <R> void onEnd(
            Action.Send send,
            Exchange<?, R> exchange,
            Attempt<R> attempt,
            Attempt.End<R> end,
            long nowMillis) {
        if (!calls.remove(send.callId(), attempt)) {
            return;
        }
        loop.ended(send, end.status());
        if (end.status().isOk()) {
            tell(
                    send,
                    nowMillis,
                    answered(() -> exchange.read().apply(end.messages()), end.leader()));
            return;
        }
        Outcome.Failed failed = GrpcFailures.outcome(end);
        if (failed.failure() == Failure.UNAVAILABLE) {
            streams.tryAgain(send.address());
        }
        tell(send, nowMillis, failed);
    }

    /** Sends the frames of a burst. */
    void flush(long nowMillis) {
        streams.flush(nowMillis);
    }

    /** Nobody waits for the attempt any more. */
    void abandon(long callId) {
        Attempt<?> attempt = calls.remove(callId);
        if (attempt != null) {
            attempt.cancel();
        }
        Frame frame = frames.remove(callId);
        if (frame != null) {
            frame.stream().abandon(frame);
        }
    }

    /** The address did not answer an attempt in time, whatever that was. */
    void doubt(Action.Doubt doubt, long nowMillis) {
        if (streams.renewIfSilent(doubt.address(), doubt.timeoutMillis(), nowMillis)) {
            channels.doubt(doubt.address());
        }
    }

    /** Other addresses are not needed any more. */
    void retain(Set<String> addresses) {
        streams.retain(addresses);
    }

    @Override
    public void onAnswer(Frame frame, ResponseFrame answer, long nowMillis) {
        if (!frames.remove(frame.send().callId(), frame)) {
            return;
        }
        if (answer.hasError()) {
            FrameError error = answer.getError();
            Status status =
                    Status.fromCodeValue(error.getCode()).withDescription(error.getMessage());
            boolean executed = !error.getNotExecuted();
            // What took the node too long, the node has said: it is not silent.
            tell(
                    frame.send(),
                    nowMillis,
                    GrpcFailures.outcome(
                            status,
                            executed,
                            false,
                            answer.getLeader(),
                            Attempt.toMillis(error.getRetryAfter())));
        } else {
            tell(
                    frame.send(),
                    nowMillis,
                    answered(() -> frame.read(answer.getResponse()), answer.getLeader()));
        }
    }

    @Override
    public void onEnd(
            FrameStream stream,
            Attempt.End<?> end,
            List<Frame> sent,
            List<Frame> unsent,
            long nowMillis) {
        streams.ended(stream);
        Status status = end.status();
        boolean refused =
                !stream.isAnswered()
                        && !status.isOk()
                        && GrpcFailures.failureOf(status) == Failure.INVALID;
        if (refused) {
            streams.without(stream.address());
        }
        if (refused && status.getCode() == Status.Code.UNIMPLEMENTED) {
            sent.forEach(frame -> callInstead(frame, nowMillis));
            unsent.forEach(frame -> callInstead(frame, nowMillis));
        } else {
            sent.forEach(frame -> broken(frame, end, Failure.UNAVAILABLE, true, nowMillis));
            Failure failure = refusal(stream, end);
            unsent.forEach(frame -> broken(frame, end, failure, false, nowMillis));
        }
    }

    /** The node does not know streams, so it has not done anything. */
    private void callInstead(Frame frame, long nowMillis) {
        frames.remove(frame.send().callId());
        call(frame.send(), frame.exchange(), Math.max(1, frame.endMillis() - nowMillis));
    }

    /**
     * The end of a stream speaks of no frame, so whatever it says, they may be tried again. A node
     * that has no room for a stream, and says when it will have some, is waited for.
     */
    private static Failure refusal(FrameStream stream, Attempt.End<?> end) {
        boolean limit = !stream.isAnswered() && !end.executed() && end.retryAfterMillis() > 0;
        return limit ? Failure.LIMIT_REACHED : Failure.UNAVAILABLE;
    }

    private void broken(
            Frame frame, Attempt.End<?> end, Failure failure, boolean executed, long nowMillis) {
        frames.remove(frame.send().callId());
        Status status = end.status();
        loop.ended(frame.send(), status);
        String message = status.isOk() ? "the node ended the stream" : GrpcFailures.message(status);
        tell(
                frame.send(),
                nowMillis,
                new Outcome.Failed(failure, executed, false, message, "", end.retryAfterMillis()));
    }

    private static Outcome answered(Supplier<Answer> answer, String leader) {
        try {
            return new Outcome.Answered(answer.get(), leader);
        } catch (RuntimeException e) {
            String message = "the answer cannot be read: " + e.getMessage();
            return new Outcome.Failed(Failure.INVALID, true, false, message, leader);
        }
    }

    private void tell(Action.Send send, long nowMillis, Outcome outcome) {
        core.onOutcome(nowMillis, send.callId(), send.attempt(), outcome);
    }
}
