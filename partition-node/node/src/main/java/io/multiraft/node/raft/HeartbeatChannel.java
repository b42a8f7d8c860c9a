package io.multiraft.node.raft;

import io.multiraft.proto.internal.v1.SharedHeartbeat;
import io.multiraft.proto.internal.v1.SharedHeartbeatReply;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.ratis.thirdparty.io.grpc.CallOptions;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.netty.NegotiationType;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.ClientCalls;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;

/**
 * The connection to one node for shared heartbeats. Made anew when nothing was answered for a
 * while: the node may be back under another address, and nobody says that the old one ends nowhere.
 */
final class HeartbeatChannel implements AutoCloseable {

    private final CallOptions options;
    private final long timeoutMillis;
    private String address;
    private ManagedChannel channel;
    private boolean closed;

    /** The last answer, or when the connection was made. */
    private long aliveNanos;

    HeartbeatChannel(Duration timeout) {
        this.timeoutMillis = timeout.toMillis();
        this.options = CallOptions.DEFAULT;
    }

    /**
     * Sends without waiting.
     *
     * @param confirm called with the answer, if there is one in time
     */
    synchronized void send(
            String target,
            SharedHeartbeat heartbeat,
            long nowNanos,
            Consumer<SharedHeartbeatReply> confirm) {
        if (closed) {
            return;
        }
        if (channel == null
                || !target.equals(address)
                || nowNanos - aliveNanos > RaftLimits.STANDSTILL.toNanos()) {
            connect(target, nowNanos);
        }
        ClientCalls.asyncUnaryCall(
                channel.newCall(
                        HeartbeatMethod.BEAT,
                        options.withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS)),
                heartbeat,
                new Answer(confirm));
    }

    private void connect(String target, long nowNanos) {
        if (channel != null) {
            channel.shutdownNow();
        }
        address = target;
        aliveNanos = nowNanos;
        channel =
                NettyChannelBuilder.forTarget(target)
                        .proxyDetector(any -> null)
                        .negotiationType(NegotiationType.PLAINTEXT)
                        .disableRetry()
                        .directExecutor()
                        .build();
    }

    private synchronized void answered() {
        aliveNanos = System.nanoTime();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (channel != null) {
            channel.shutdownNow();
        }
    }

    private final class Answer implements StreamObserver<SharedHeartbeatReply> {

        private final Consumer<SharedHeartbeatReply> confirm;

        Answer(Consumer<SharedHeartbeatReply> confirm) {
            this.confirm = confirm;
        }

        @Override
        public void onNext(SharedHeartbeatReply reply) {
            answered();
            confirm.accept(reply);
        }

        @Override
        public void onError(Throwable error) {
            // Raft's own heartbeats take over; the next of these tells whether that is over.
        }

        @Override
        public void onCompleted() {
            // Said all in the one answer.
        }
    }
}
