package io.multiraft.node.raft;

import io.multiraft.proto.internal.v1.ConfirmLeadReply;
import io.multiraft.proto.internal.v1.ConfirmLeadRequest;
import io.multiraft.proto.internal.v1.SharedHeartbeat;
import io.multiraft.proto.internal.v1.SharedHeartbeatReply;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.ratis.thirdparty.io.grpc.CallOptions;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.netty.NegotiationType;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.ClientCalls;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;

/**
 * The connection to one node for shared heartbeats, and for the question whether it follows. Made
 * anew when nothing was answered for a while: the node may be back under another address, and
 * nobody says that the old one ends nowhere.
 */
final class HeartbeatChannel implements AutoCloseable {

    /** Not answered yet. One that is silent is not asked by thousands of reads. */
    private static final int QUESTIONS_AT_MOST = 256;

    private final AtomicInteger questions = new AtomicInteger();
    private final long timeoutMillis;
    private String address;
    private ManagedChannel channel;
    private boolean closed;

    /** The last answer, or when the connection was made. */
    private long aliveNanos;

    HeartbeatChannel(Duration timeout) {
        this.timeoutMillis = timeout.toMillis();
    }

    /**
     * Sends without waiting.
     *
     * @param confirm called with the answer, if there is one in time
     */
    void send(
            String target,
            SharedHeartbeat heartbeat,
            long nowNanos,
            Consumer<SharedHeartbeatReply> confirm) {
        call(HeartbeatMethod.BEAT, target, heartbeat, nowNanos, new Answer<>(confirm, () -> {}));
    }

    /**
     * Asks without waiting.
     *
     * @param follows called once; false where no answer came in time, too
     */
    void ask(String target, ConfirmLeadRequest question, Consumer<Boolean> follows) {
        if (questions.incrementAndGet() > QUESTIONS_AT_MOST) {
            questions.decrementAndGet();
            follows.accept(false);
            return;
        }
        Consumer<Boolean> answered =
                yes -> {
                    questions.decrementAndGet();
                    follows.accept(yes);
                };
        boolean sent =
                call(
                        HeartbeatMethod.CONFIRM_LEAD,
                        target,
                        question,
                        System.nanoTime(),
                        new Answer<ConfirmLeadReply>(
                                reply -> answered.accept(reply.getFollows()),
                                () -> answered.accept(false)));
        if (!sent) {
            answered.accept(false);
        }
    }

    private synchronized <Q, A> boolean call(
            MethodDescriptor<Q, A> method,
            String target,
            Q message,
            long nowNanos,
            StreamObserver<A> answer) {
        if (closed) {
            return false;
        }
        if (channel == null
                || !target.equals(address)
                || nowNanos - aliveNanos > RaftLimits.STANDSTILL.toNanos()) {
            connect(target, nowNanos);
        }
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS);
        ClientCalls.asyncUnaryCall(channel.newCall(method, options), message, answer);
        return true;
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

    private final class Answer<A> implements StreamObserver<A> {

        private final Consumer<A> answer;
        private final Runnable none;

        Answer(Consumer<A> answer, Runnable none) {
            this.answer = answer;
            this.none = none;
        }

        @Override
        public void onNext(A reply) {
            answered();
            answer.accept(reply);
        }

        @Override
        public void onError(Throwable error) {
            // Raft's own messages take over; the next of these tells whether that is over.
            none.run();
        }

        @Override
        public void onCompleted() {
            // Said all in the one answer.
        }
    }
}
