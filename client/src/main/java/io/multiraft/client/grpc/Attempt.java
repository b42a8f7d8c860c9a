package io.multiraft.client.grpc;

import com.google.protobuf.Duration;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One try of one call on one channel. */
final class Attempt<R> {

    /** Set by a node that forwarded the call: where the leader is. */
    static final Metadata.Key<String> LEADER =
            Metadata.Key.of("multiraft-leader", Metadata.ASCII_STRING_MARSHALLER);

    /** {@code no} on an error of a node that has done nothing; else it may have happened. */
    static final Metadata.Key<String> EXECUTED =
            Metadata.Key.of("multiraft-executed", Metadata.ASCII_STRING_MARSHALLER);

    /**
     * On an error of a node that has no room now: when to come back, in milliseconds. gRPC's name
     * for it; a negative number stands for never.
     */
    static final Metadata.Key<String> RETRY_AFTER =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    /** Nobody waits for longer because a node says so. */
    private static final long RETRY_AFTER_MOST_MILLIS = 30_000;

    private final ClientCall<?, R> call;
    private final CompletableFuture<End<R>> end;

    private Attempt(ClientCall<?, R> call, CompletableFuture<End<R>> end) {
        this.call = call;
        this.end = end;
    }

    /**
     * How a try ended.
     *
     * @param executed false only if it certainly had no effect
     * @param leader {@code host:port} of the leader; empty when the node that answered leads
     * @param retryAfterMillis 0 where the node did not say
     */
    record End<R>(
            Status status,
            List<R> messages,
            boolean executed,
            String leader,
            long retryAfterMillis) {

        static <R> End<R> of(Status status, List<R> messages, Metadata trailers) {
            boolean executed = !"no".equals(trailers.get(EXECUTED));
            String leader = trailers.get(LEADER);
            return new End<>(
                    status,
                    messages,
                    executed,
                    leader == null ? "" : leader,
                    toMillis(trailers.get(RETRY_AFTER)));
        }
    }

    static <Q, R> Attempt<R> start(
            Channel channel, MethodDescriptor<Q, R> method, Q request, CallOptions options) {
        CompletableFuture<End<R>> end = new CompletableFuture<>();
        ClientCall<Q, R> call = channel.newCall(method, options);
        call.start(new Collector<>(end), new Metadata());
        call.request(Integer.MAX_VALUE);
        try {
            call.sendMessage(request);
            call.halfClose();
        } catch (RuntimeException e) {
            call.cancel("the request could not be sent", e);
        }
        return new Attempt<>(call, end);
    }

    /** Never fails. */
    CompletableFuture<End<R>> end() {
        return end;
    }

    private static long toMillis(String trailer) {
        try {
            return trailer == null ? 0 : bounded(Long.parseLong(trailer));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The same as it is in a frame. */
    static long toMillis(Duration retryAfter) {
        long seconds = Math.min(retryAfter.getSeconds(), RETRY_AFTER_MOST_MILLIS);
        return bounded(seconds * 1_000 + retryAfter.getNanos() / 1_000_000);
    }

    private static long bounded(long millis) {
        return Math.max(0, Math.min(millis, RETRY_AFTER_MOST_MILLIS));
    }

    void cancel() {
        call.cancel("nobody waits for it any more", null);
    }

    private static final class Collector<R> extends ClientCall.Listener<R> {

        private final CompletableFuture<End<R>> end;
        private final List<R> messages = new ArrayList<>(1);

        private Collector(CompletableFuture<End<R>> end) {
            this.end = end;
        }

        @Override
        public void onMessage(R message) {
            messages.add(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            end.complete(End.of(status, messages, trailers));
        }
    }
}
