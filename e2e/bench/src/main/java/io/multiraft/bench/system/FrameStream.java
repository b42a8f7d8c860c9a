package io.multiraft.bench.system;

import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The session stream of one connection. Frames wait while a message of answers is handled, so that
 * the calls that follow from it leave in one message, and while the connection has no room. When a
 * stream ends, calls without an answer fail; the next call opens another.
 */
final class FrameStream {

    private final Channel channel;
    private final RequestFrame frame;

    /** Null while no stream is open. */
    private Exchange exchange;

    /** Frames wait while positive. */
    private int holds;

    /**
     * @param deadline of each call
     */
    FrameStream(Channel channel, Optional<Duration> deadline) {
        this.channel = channel;
        RequestFrame.Builder common = RequestFrame.newBuilder();
        deadline.ifPresent(time -> common.setTimeout(Durations.fromNanos(time.toNanos())));
        this.frame = common.build();
    }

    synchronized void call(MethodDescriptor<?, ?> method, Message request, PendingFrame<?> caller) {
        if (exchange == null) {
            exchange = new Exchange();
            exchange.start();
        }
        exchange.add(method, request, caller);
        flush();
    }

    synchronized void hold() {
        holds++;
    }

    synchronized void release() {
        holds--;
        flush();
    }

    private synchronized void flush() {
        if (holds == 0 && exchange != null) {
            exchange.flush();
        }
    }

    private synchronized void ended(Exchange ended) {
        if (exchange == ended) {
            exchange = null;
        }
    }

    /** From one opening of the stream to its end. Its state is guarded by the outer object. */
    private final class Exchange extends ClientCall.Listener<ExchangeResponse> {

        private final ClientCall<ExchangeRequest, ExchangeResponse> call =
                channel.newCall(SessionStreamGrpc.getExchangeMethod(), CallOptions.DEFAULT);
        private final Map<String, Integer> methods = new HashMap<>();
        private final Map<Long, PendingFrame<?>> pending = new HashMap<>();
        private ExchangeRequest.Builder next = ExchangeRequest.newBuilder();
        private long last;

        void start() {
            call.start(this, new Metadata());
            call.request(1);
        }

        void add(MethodDescriptor<?, ?> method, Message request, PendingFrame<?> caller) {
            next.addFrames(
                    frame.toBuilder()
                            .setFrameId(++last)
                            .setMethod(position(method.getFullMethodName()))
                            .setRequest(request.toByteString()));
            pending.put(last, caller);
        }

        private int position(String method) {
            Integer known = methods.get(method);
            if (known != null) {
                return known;
            }
            next.addMethods(method);
            methods.put(method, methods.size() + 1);
            return methods.size();
        }

        void flush() {
            if (next.getFramesCount() > 0 && call.isReady()) {
                // Before it is sent: sending may say that there is room again, and come back here.
                ExchangeRequest request = next.build();
                next = ExchangeRequest.newBuilder();
                call.sendMessage(request);
            }
        }

        @Override
        public void onReady() {
            FrameStream.this.flush();
        }

        @Override
        public void onMessage(ExchangeResponse response) {
            hold();
            try {
                List<PendingFrame<?>> answered = take(response.getFramesList());
                for (int i = 0; i < answered.size(); i++) {
                    if (answered.get(i) != null) {
                        answered.get(i).answered(response.getFrames(i));
                    }
                }
            } finally {
                release();
            }
            call.request(1);
        }

        /** Who waits for these answers; null for nobody. */
        private List<PendingFrame<?>> take(List<ResponseFrame> frames) {
            synchronized (FrameStream.this) {
                List<PendingFrame<?>> taken = new ArrayList<>(frames.size());
                frames.forEach(frame -> taken.add(pending.remove(frame.getFrameId())));
                return taken;
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            ended(this);
            List<PendingFrame<?>> unanswered;
            synchronized (FrameStream.this) {
                unanswered = List.copyOf(pending.values());
                pending.clear();
            }
            unanswered.forEach(one -> one.unanswered(status));
        }
    }
}
