package io.multiraft.node.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import io.multiraft.node.partition.PartitionReplica;

/** A call that goes on at another node, byte for byte. */
final class ForwardedCall extends ClientCall.Listener<byte[]> implements PartitionReplica.Watch {

    /** Messages that may be on their way before the first has reached the caller. */
    private static final int WINDOW = 16;

    private final ClientCall<byte[], byte[]> call;
    private final Listener listener;
    private final boolean unary;
    private volatile boolean sent;

    /** Of the connection's thread. */
    private boolean answered;

    /** Takes what comes back. */
    interface Listener {
        void onMessage(byte[] message);

        /**
         * @param sent the request may have reached the other node
         */
        void onClosed(Status status, Metadata trailers, boolean sent);
    }

    private ForwardedCall(
            Channel channel, RoutedMethod method, Deadline deadline, Listener listener) {
        CallOptions options =
                CallOptions.DEFAULT.withStreamTracerFactory(
                        new ClientStreamTracer.Factory() {
                            @Override
                            public ClientStreamTracer newClientStreamTracer(
                                    ClientStreamTracer.StreamInfo info, Metadata headers) {
                                return new SentTracer();
                            }
                        });
        this.listener = listener;
        this.unary = method.descriptor().getType().serverSendsOneMessage();
        this.call =
                channel.newCall(
                        method.descriptor(),
                        deadline == null ? options : options.withDeadline(deadline));
    }

    /**
     * @param forwarded value of {@link Routing#FORWARDED}
     * @param deadline null where the caller has none
     */
    static ForwardedCall start(
            Channel channel,
            RoutedMethod method,
            byte[] request,
            String forwarded,
            Deadline deadline,
            Listener listener)
            throws Exception {
        // The thread may stand in the context of some other call, whose end must not end this one.
        return Context.ROOT.call(
                () -> {
                    ForwardedCall forwardedCall =
                            new ForwardedCall(channel, method, deadline, listener);
                    forwardedCall.begin(request, forwarded);
                    return forwardedCall;
                });
    }

    private void begin(byte[] request, String forwarded) {
        Metadata headers = new Metadata();
        headers.put(Routing.FORWARDED, forwarded);
        call.start(this, headers);
        call.request(WINDOW);
        call.sendMessage(request);
        call.halfClose();
    }

    /** One message has reached the caller. */
    void requestNext() {
        call.request(1);
    }

    @Override
    public void onMessage(byte[] message) {
        answered = true;
        listener.onMessage(message);
    }

    /**
     * A node that dies may have sent the one answer of a call and not its end. Nothing is missing
     * then; what a node itself says of a failure has a trailer.
     */
    @Override
    public void onClose(Status status, Metadata trailers) {
        boolean whole = unary && answered && !trailers.containsKey(Routing.EXECUTED);
        listener.onClosed(whole ? Status.OK : status, trailers, sent);
    }

    @Override
    public void close() {
        call.cancel("the caller needs it no more", null);
    }

    private final class SentTracer extends ClientStreamTracer {
        @Override
        public void outboundMessageSent(int number, long wireSize, long uncompressedSize) {
            sent = true;
        }
    }
}
