package io.multiraft.node.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;

/** Begins the calls of one method. */
public record RoutedHandler(CallRouter router, RoutedMethod method)
        implements ServerCallHandler<byte[], byte[]> {

    @Override
    public ServerCall.Listener<byte[]> startCall(
            ServerCall<byte[], byte[]> call, Metadata headers) {
        // One more than is expected, so that a second message is seen and refused.
        call.request(2);
        return begin(call, headers.get(Routing.FORWARDED), Context.current().getDeadline());
    }

    /**
     * Begins a call that a client sent as part of another one: its message, the end of its half and
     * its cancellation are told to the listener as if it had come by itself.
     *
     * @param call takes what a caller would get, from any thread, one call after the other
     * @param deadline null for none; it is for the caller to cancel the call then
     */
    public ServerCall.Listener<byte[]> startPart(
            ServerCall<byte[], byte[]> call, Deadline deadline) {
        return begin(call, null, deadline);
    }

    private ServerCall.Listener<byte[]> begin(
            ServerCall<byte[], byte[]> call, String forwarded, Deadline deadline) {
        return new RoutedCall(router, method, call, forwarded, deadline);
    }
}
