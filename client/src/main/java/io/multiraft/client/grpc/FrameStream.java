package io.multiraft.client.grpc;

import com.google.protobuf.Duration;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.multiraft.proto.stream.v1.ExchangeRequest;
import io.multiraft.proto.stream.v1.ExchangeResponse;
import io.multiraft.proto.stream.v1.RequestFrame;
import io.multiraft.proto.stream.v1.ResponseFrame;
import io.multiraft.proto.stream.v1.SessionStreamGrpc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Many calls to one node over one stream. A frame leaves at the end of the burst in which it came,
 * in one message with the others, and only while the stream takes messages: so of those that wait
 * here it is certain that they were not sent. They are as many as the callers have under way, each
 * for no longer than its try may take.
 *
 * <p>On the loop's thread.
 */
final class FrameStream extends ClientCall.Listener<ExchangeResponse> {

    /** Of the requests in a message, and of a request that may be a frame. */
    static final int BYTES_MAX = 256 << 10;

    static final int FRAMES_MAX = 1_024;

    /** One answer as large as a single call may bring, and others beside it. */
    private static final int ANSWER_BYTES_MAX = 8 << 20;

    /** Messages that may come before one of them is read. */
    private static final int UNREAD_MAX = 16;

    private final Consumer<CoreLoop.Input> loop;
    private final Receiver receiver;
    private final String address;
    private final ClientCall<ExchangeRequest, ExchangeResponse> call;
    private final Map<MethodDescriptor<?, ?>, Integer> methods = new HashMap<>();
    private final Map<Long, Frame> waiting = new LinkedHashMap<>();
    private final Map<Long, Frame> unanswered = new LinkedHashMap<>();
    private Duration timeout = Duration.getDefaultInstance();
    private long timeoutMillis;
    private long lastFrameId;
    private long heardMillis = Long.MIN_VALUE;
    private int read;
    private boolean answered;
    private boolean retired;

    /** Told what becomes of frames. */
    interface Receiver {
        void onAnswer(Frame frame, ResponseFrame answer, long nowMillis);

        /**
         * Once. A frame that is in neither list has had its answer, or was abandoned.
         *
         * @param sent of these nobody knows whether they were done
         * @param unsent these were certainly not done: they never left, or the node refused the
         *     stream with all that came on it
         */
        void onEnd(
                FrameStream stream,
                Attempt.End<?> end,
                List<Frame> sent,
                List<Frame> unsent,
                long nowMillis);
    }

    FrameStream(Consumer<CoreLoop.Input> loop, Receiver receiver, String address, Channel channel) {
        this.loop = loop;
        this.receiver = receiver;
        this.address = address;
        this.call =
                channel.newCall(
                        SessionStreamGrpc.getExchangeMethod(),
                        CallOptions.DEFAULT.withMaxInboundMessageSize(ANSWER_BYTES_MAX));
        call.start(this, new Metadata());
        call.request(UNREAD_MAX);
    }

    /** It leaves with the next {@link #flush}. */
    void add(Frame frame) {
        frame.put(this, ++lastFrameId);
        waiting.put(frame.id(), frame);
    }

    /** Sends what waits, as far as the stream takes it. */
    void flush(long nowMillis) {
        while (!waiting.isEmpty() && call.isReady()) {
            call.sendMessage(message(nowMillis));
        }
    }

    private ExchangeRequest message(long nowMillis) {
        ExchangeRequest.Builder message = ExchangeRequest.newBuilder();
        int bytes = 0;
        Iterator<Frame> frames = waiting.values().iterator();
        while (frames.hasNext() && message.getFramesCount() < FRAMES_MAX) {
            Frame frame = frames.next();
            bytes += frame.request().size();
            if (bytes > BYTES_MAX && message.getFramesCount() > 0) {
                break;
            }
            frames.remove();
            message.addFrames(
                    RequestFrame.newBuilder()
                            .setFrameId(frame.id())
                            .setMethod(position(frame.method(), message))
                            .setRequest(frame.request())
                            .setTimeout(timeout(frame.endMillis() - nowMillis)));
            unanswered.put(frame.id(), frame);
        }
        return message.build();
    }

    private int position(MethodDescriptor<?, ?> method, ExchangeRequest.Builder message) {
        Integer known = methods.get(method);
        if (known != null) {
            return known;
        }
        methods.put(method, methods.size() + 1);
        message.addMethods(method.getFullMethodName());
        return methods.size();
    }

    /** The one of the frame before, mostly. */
    private Duration timeout(long millis) {
        if (millis != timeoutMillis) {
            timeoutMillis = millis;
            long given = Math.max(1, millis);
            timeout =
                    Duration.newBuilder()
                            .setSeconds(given / 1_000)
                            .setNanos((int) (given % 1_000) * 1_000_000)
                            .build();
        }
        return timeout;
    }

    /** Nobody waits for the frame any more. */
    void abandon(Frame frame) {
        unanswered.remove(frame.id());
        waiting.remove(frame.id());
        endIfDone();
    }

    /** Whether something came after that. */
    boolean hasHeardSince(long millis) {
        return heardMillis > millis;
    }

    String address() {
        return address;
    }

    /** Whether the node has shown that it knows such streams. */
    boolean isAnswered() {
        return answered;
    }

    /** No frames any more: it ends with the last one. */
    void retire() {
        retired = true;
        endIfDone();
    }

    private void endIfDone() {
        if (retired && waiting.isEmpty() && unanswered.isEmpty()) {
            call.cancel("there is nothing more to send", null);
        }
    }

    @Override
    public void onReady() {
        loop.accept(this::flush);
    }

    @Override
    public void onMessage(ExchangeResponse message) {
        loop.accept(nowMillis -> read(message, nowMillis));
    }

    private void read(ExchangeResponse message, long nowMillis) {
        heardMillis = nowMillis;
        answered = true;
        for (ResponseFrame answer : message.getFramesList()) {
            Frame frame = unanswered.remove(answer.getFrameId());
            if (frame != null) {
                receiver.onAnswer(frame, answer, nowMillis);
            }
        }
        if (++read == UNREAD_MAX / 2) {
            call.request(read);
            read = 0;
        }
        endIfDone();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        loop.accept(nowMillis -> end(Attempt.End.of(status, List.of(), trailers), nowMillis));
    }

    private void end(Attempt.End<?> end, long nowMillis) {
        List<Frame> sent = new ArrayList<>();
        List<Frame> unsent = new ArrayList<>();
        boolean refused = !answered && !end.executed();
        (refused ? unsent : sent).addAll(unanswered.values());
        unsent.addAll(waiting.values());
        unanswered.clear();
        waiting.clear();
        receiver.onEnd(this, end, sent, unsent, nowMillis);
    }
}
