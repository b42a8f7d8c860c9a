package io.multiraft.bench.system;

import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.grpc.stub.StreamObserver;
import io.multiraft.bench.load.Operation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a lease alive, on a stream of each caller: etcd has no single call for it. */
final class EtcdKeepAlive implements Operation {

    private static final int TTL_SECONDS = 3_600;

    private final Connections connections;
    private final LeaseKeepAliveRequest request;
    private final Map<Integer, Stream> streams = new ConcurrentHashMap<>();

    EtcdKeepAlive(Connections connections) {
        this.connections = connections;
        long lease =
                connections
                        .call(
                                LeaseGrpc.getLeaseGrantMethod(),
                                LeaseGrantRequest.newBuilder().setTTL(TTL_SECONDS).build())
                        .getID();
        this.request = LeaseKeepAliveRequest.newBuilder().setID(lease).build();
    }

    @Override
    public void start(int caller, Completion completion) {
        streams.computeIfAbsent(caller, Stream::new).send(completion);
    }

    private final class Stream {

        private final StreamObserver<LeaseKeepAliveRequest> requests;
        private volatile Completion waiting;

        Stream(int caller) {
            requests =
                    connections.talk(caller, LeaseGrpc.getLeaseKeepAliveMethod(), this::answered);
        }

        void send(Completion completion) {
            waiting = completion;
            requests.onNext(request);
        }

        private void answered(LeaseKeepAliveResponse response) {
            waiting.done(
                    response.getTTL() > 0 ? null : new IllegalStateException("the lease is gone"));
        }
    }
}
