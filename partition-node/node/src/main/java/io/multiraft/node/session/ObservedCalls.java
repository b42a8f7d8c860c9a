package io.multiraft.node.session;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.multiraft.node.grpc.CallObserver;
import io.multiraft.node.grpc.RoutedMethod.CallKind;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells of calls that go to all partitions, as the router does of those that go to one. */
final class ObservedCalls implements ServerInterceptor {

    private static final int ALL_PARTITIONS = 0;

    private static final Context.Key<Observed> OBSERVED = Context.key("observed");

    private final CallObserver observer;

    ObservedCalls(CallObserver observer) {
        this.observer = observer;
    }

    /** The call that is being begun on this thread waits for as long as its caller listens. */
    static void listens() {
        OBSERVED.get().kind = CallKind.STREAM;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> handler) {
        Observed observed = new Observed();
        ServerCall<Q, R> closing =
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        observed.end(status.getCode());
                        super.close(status, trailers);
                    }
                };
        Context context = Context.current().withValue(OBSERVED, observed);
        return new SimpleForwardingServerCallListener<>(
                Contexts.interceptCall(context, closing, headers, handler)) {
            @Override
            public void onCancel() {
                observed.end(Status.Code.CANCELLED);
                super.onCancel();
            }
        };
    }

    private final class Observed {

        private final long startNanos = System.nanoTime();
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile CallKind kind = CallKind.QUERY;

        void end(Status.Code code) {
            if (over.compareAndSet(false, true)) {
                observer.onCallClosed(kind, ALL_PARTITIONS, code, System.nanoTime() - startNanos);
            }
        }
    }
}
