package io.multiraft.client.grpc;

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
final class Attempt {

    /** Set by a node that forwarded the call: where the leader is. */
    static final Metadata.Key<String> LEADER =
            Metadata.Key.of("multiraft-leader", Metadata.ASCII_STRING_MARSHALLER);

    /** {@code no} on an error of a node that has done nothing; else it may have happened. */
    static final Metadata.Key<String> EXECUTED =
            Metadata.Key.of("multiraft-executed", Metadata.ASCII_STRING_MARSHALLER);

    private Attempt() {}

    /**
     * How a try ended.
     *
     * @param executed false only if it certainly had no effect
     * @param leader {@code host:port} of the leader, or null when the node that answered leads
     */
    record Outcome<R>(Status status, List<R> messages, boolean executed, String leader) {}

    /** The future never fails. */
    static <Q, R> CompletableFuture<Outcome<R>> start(
            Channel channel, MethodDescriptor<Q, R> method, Q request, CallOptions options) {
        CompletableFuture<Outcome<R>> outcome = new CompletableFuture<>();
        ClientCall<Q, R> call = channel.newCall(method, options);
        call.start(new Collector<>(outcome), new Metadata());
        call.request(Integer.MAX_VALUE);
        try {
            call.sendMessage(request);
            call.halfClose();
        } catch (RuntimeException e) {
            call.cancel("the request could not be sent", e);
        }
        return outcome;
    }

    private static final class Collector<R> extends ClientCall.Listener<R> {

        private final CompletableFuture<Outcome<R>> outcome;
        private final List<R> messages = new ArrayList<>(1);

        private Collector(CompletableFuture<Outcome<R>> outcome) {
            this.outcome = outcome;
        }

        @Override
        public void onMessage(R message) {
            messages.add(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            boolean executed = !"no".equals(trailers.get(EXECUTED));
            outcome.complete(new Outcome<>(status, messages, executed, trailers.get(LEADER)));
        }
    }
}
