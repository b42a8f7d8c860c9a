package io.multiraft.client;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** One node of a {@link FakeCluster}, which fails as it is told. */
final class FakeNode implements ServerInterceptor {

    static final Metadata.Key<String> LEADER = ascii("multiraft-leader");
    static final Metadata.Key<String> EXECUTED = ascii("multiraft-executed");
    static final Metadata.Key<String> RETRY_AFTER = ascii("grpc-retry-pushback-ms");

    /** Simple names of the methods served, in order. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final FakeCluster cluster;
    private final String name;
    private final List<ServerServiceDefinition> services;
    private volatile String leader;

    /** Many calls at once; of a node that serves them. */
    final FakeSessionStream stream;

    /** What happens to a call. */
    enum Fault {
        /** Refused with a word that nothing has happened. */
        REFUSE,
        /** Done, and the answer is lost. */
        LOSE_ANSWER,
        /** Never answered. */
        HANG,
        OVERLOADED,
        /** No room, and a hint when there will be some. */
        BUSY
    }

    FakeNode(FakeCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
        this.services =
                List.of(
                        ServerInterceptors.intercept(new FakePartitionEndpoint(cluster), this),
                        ServerInterceptors.intercept(new FakeCounterEndpoint(cluster), this),
                        ServerInterceptors.intercept(new FakeMapEndpoint(cluster), this));
        this.stream = new FakeSessionStream(services);
    }

    String name() {
        return name;
    }

    List<ServerServiceDefinition> services() {
        if (!cluster.streams) {
            return services;
        }
        List<ServerServiceDefinition> all = new ArrayList<>(services);
        all.add(stream.bindService());
        return all;
    }

    void fail(String method, int times, Fault fault) {
        Queue<Fault> queue = faults.computeIfAbsent(method, key -> new ConcurrentLinkedQueue<>());
        for (int i = 0; i < times; i++) {
            queue.add(fault);
        }
    }

    /** Forwards from now on, and says to whom. */
    void forwardTo(FakeNode node) {
        leader = node.name;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String method = call.getMethodDescriptor().getBareMethodName();
        calls.add(method);
        Queue<Fault> queue = faults.get(method);
        Fault fault = queue == null ? null : queue.poll();
        if (fault == Fault.HANG) {
            return new ServerCall.Listener<>() {};
        }
        if (fault == Fault.REFUSE || fault == Fault.OVERLOADED || fault == Fault.BUSY) {
            Metadata trailers = new Metadata();
            trailers.put(EXECUTED, "no");
            if (fault == Fault.BUSY) {
                trailers.put(RETRY_AFTER, "20");
            }
            call.close(
                    fault == Fault.REFUSE
                            ? Status.UNAVAILABLE.withDescription("partition 1 has no leader")
                            : Status.RESOURCE_EXHAUSTED.withDescription("too many proposals"),
                    trailers);
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(new Answer<>(call, fault == Fault.LOSE_ANSWER), headers);
    }

    private final class Answer<Q, R> extends SimpleForwardingServerCall<Q, R> {

        private final boolean lose;

        private Answer(ServerCall<Q, R> call, boolean lose) {
            super(call);
            this.lose = lose;
        }

        @Override
        public void sendMessage(R message) {
            if (!lose) {
                super.sendMessage(message);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (leader != null) {
                trailers.put(LEADER, leader);
            }
            super.close(lose ? Status.UNAVAILABLE.withDescription("lost") : status, trailers);
        }
    }

    private static Metadata.Key<String> ascii(String key) {
        return Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER);
    }
}
