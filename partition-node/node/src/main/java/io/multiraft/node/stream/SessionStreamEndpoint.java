package io.multiraft.node.stream;

import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.multiraft.node.admission.Admission;
import io.multiraft.node.admission.OverloadException;
import io.multiraft.node.admission.Share;
import io.multiraft.node.grpc.ByteMarshaller;
import io.multiraft.node.grpc.Routing;
import io.multiraft.proto.stream.v1.SessionStreamGrpc;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Serves {@code multiraft.v1.SessionStream}, and knows the streams that are open. */
public final class SessionStreamEndpoint {

    private final FrameMethods methods;
    private final Admission admission;
    private final StreamLimits limits;
    private final Supplier<Executor> currentThread;
    private final ScheduledExecutorService timers;
    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();

    /** By when streams must have ended; null while the node does not stop. */
    private volatile Deadline stop;

    /**
     * @param services whose routed methods frames may call
     * @param admission of the streams; that of the frames is their methods' own
     * @param currentThread the thread that serves a connection, asked for on that thread
     */
    public SessionStreamEndpoint(
            List<ServerServiceDefinition> services,
            Admission admission,
            Supplier<Executor> currentThread,
            ScheduledExecutorService timers) {
        this(services, admission, StreamLimits.DEFAULT, currentThread, timers);
    }

    SessionStreamEndpoint(
            List<ServerServiceDefinition> services,
            Admission admission,
            StreamLimits limits,
            Supplier<Executor> currentThread,
            ScheduledExecutorService timers) {
        this.methods = new FrameMethods(services);
        this.admission = admission;
        this.limits = limits;
        this.currentThread = currentThread;
        this.timers = timers;
    }

    public ServerServiceDefinition service() {
        MethodDescriptor<byte[], byte[]> exchange =
                SessionStreamGrpc.getExchangeMethod().toBuilder(
                                ByteMarshaller.RESPONSE, ByteMarshaller.RESPONSE)
                        .build();
        return ServerServiceDefinition.builder(
                        ServiceDescriptor.newBuilder(SessionStreamGrpc.SERVICE_NAME)
                                .setSchemaDescriptor(
                                        SessionStreamGrpc.getServiceDescriptor()
                                                .getSchemaDescriptor())
                                .addMethod(exchange)
                                .build())
                .addMethod(ServerMethodDefinition.create(exchange, this::start))
                .build();
    }

    private ServerCall.Listener<byte[]> start(ServerCall<byte[], byte[]> call, Metadata headers) {
        Admission.Permit permit;
        try {
            permit = admission.admit(Share.STREAMS);
        } catch (OverloadException e) {
            call.close(Routing.status(e), Routing.trailers(e));
            return new ServerCall.Listener<>() {};
        }
        Consumer<Exchange> ended =
                exchange -> {
                    open.remove(exchange);
                    permit.close();
                };
        Exchange exchange =
                new Exchange(call, permit, methods, limits, currentThread.get(), timers, ended);
        open.add(exchange);
        exchange.begin();
        Deadline deadline = stop;
        if (deadline != null) {
            exchange.stop(deadline);
        }
        return exchange;
    }

    /** How many streams are open. */
    public int openCount() {
        return open.size();
    }

    /**
     * Ends all streams, each when what it has under way is answered, and at the latest after that
     * time. Returns at once.
     */
    public void stop(long timeoutMillis) {
        Deadline deadline = Deadline.after(timeoutMillis, TimeUnit.MILLISECONDS);
        stop = deadline;
        open.forEach(exchange -> exchange.stop(deadline));
    }
}
