package io.multiraft.node.grpc;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * For services whose requests gRPC parses itself: one that cannot be parsed is refused. Left to
 * gRPC, the caller is told of an unknown failure, and the log of a defect that is none of ours.
 */
public final class ReadableRequests {

    private ReadableRequests() {}

    /** The same service; its requests are parsed where the failure can be told. */
    public static ServerServiceDefinition of(BindableService service) {
        return ServerInterceptors.intercept(
                ServerInterceptors.useInputStreamMessages(service.bindService()), new Refusal());
    }

    private static final class Refusal implements ServerInterceptor {

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            return new RefusingListener<>(call, next.startCall(call, headers));
        }
    }

    private static final class RefusingListener<Q> extends SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, ?> call;
        private boolean refused;

        RefusingListener(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            if (refused) {
                return;
            }
            try {
                super.onMessage(message);
            } catch (StatusRuntimeException e) {
                refused = true;
                Throwable reason = e.getCause() == null ? e : e.getCause();
                call.close(
                        Status.INVALID_ARGUMENT.withDescription(
                                "the request cannot be read: " + reason.getMessage()),
                        new Metadata());
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }
    }
}
