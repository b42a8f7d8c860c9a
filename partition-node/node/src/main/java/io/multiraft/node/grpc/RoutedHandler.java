package io.multiraft.node.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.multiraft.node.admission.Admission;
import io.multiraft.node.admission.OverloadException;
import io.multiraft.node.admission.Share;

/** Begins the calls of one method, as many as there is room for. */
public record RoutedHandler(CallRouter router, RoutedMethod method)
        implements ServerCallHandler<byte[], byte[]> {

    private static final ServerCall.Listener<byte[]> REFUSED = new ServerCall.Listener<>() {};

    /** What the transport takes of a stream beyond what was sent: there are thousands of them. */
    private static final int STREAM_BUFFER_BYTES = 4 << 10;

    @Override
    public ServerCall.Listener<byte[]> startCall(
            ServerCall<byte[], byte[]> call, Metadata headers) {
        if (method.share() == Share.STREAMS) {
            call.setOnReadyThreshold(STREAM_BUFFER_BYTES);
        }
        ServerCall.Listener<byte[]> begun =
                begin(call, headers.get(Routing.FORWARDED), Context.current().getDeadline());
        if (begun != REFUSED) {
            // One more than is expected, so that a second message is seen and refused.
            call.request(2);
        }
        return begun;
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
        Admission.Permit permit;
        try {
            permit = router.admission().admit(method.share());
        } catch (OverloadException e) {
            // Its request is never read: that is what makes it cheap.
            call.close(Routing.status(e), Routing.trailers(e));
            return REFUSED;
        }
        return new RoutedCall(router, method, call, permit, forwarded, deadline);
    }
}
