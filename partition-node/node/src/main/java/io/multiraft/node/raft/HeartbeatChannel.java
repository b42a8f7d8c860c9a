package io.multiraft.node.raft;

import io.multiraft.proto.internal.v1.ConfirmLeadReply;
import io.multiraft.proto.internal.v1.ConfirmLeadRequest;
import io.multiraft.proto.internal.v1.SharedHeartbeat;
import io.multiraft.proto.internal.v1.SharedHeartbeatReply;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final int QUESTIONS_AT_MOST = 1_024;

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
        call(HeartbeatMethod.BEAT, target, heartbeat, nowNanos, new Answer(confirm));
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
        Question asked = new Question(follows);
        try {
            call(HeartbeatMethod.CONFIRM_LEAD, target, question, System.nanoTime(), asked);
        } catch (RuntimeException e) {
            asked.onError(e);
        }
    }

    /**
     * A call that fails at once is answered before this returns, and who is answered may go on to
     * ask another node: so nothing is called under the monitor.
     */
    private <Q, A> void call(
            MethodDescriptor<Q, A> method,
            String target,
            Q message,
            long nowNanos,
            StreamObserver<A> answer) {
        ManagedChannel left = null;
        ManagedChannel current;
        synchronized (this) {
            if (!closed && !isUsable(target, nowNanos)) {
                left = channel;
                address = target;
                aliveNanos = nowNanos;
                channel = connect(target);
            }
            current = channel;
        }
        if (left != null) {
            left.shutdownNow();
        }
        if (current == null) {
            answer.onError(new IllegalStateException("closed"));
            return;
        }
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS);
        ClientCalls.asyncUnaryCall(current.newCall(method, options), message, answer);
    }

    private boolean isUsable(String target, long nowNanos) {
        return channel != null
                && target.equals(address)
                && nowNanos - aliveNanos <= RaftLimits.STANDSTILL.toNanos();
    }

    private static ManagedChannel connect(String target) {
        return NettyChannelBuilder.forTarget(target)
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
    public void close() {
        ManagedChannel last;
        synchronized (this) {
            closed = true;
            last = channel;
            channel = null;
        }
        if (last != null) {
            last.shutdownNow();
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

    /** Is answered once, whatever comes of the call: a deadline may pass behind the answer. */
    private final class Question implements StreamObserver<ConfirmLeadReply> {

        private final Consumer<Boolean> follows;
        private final AtomicBoolean over = new AtomicBoolean();

        Question(Consumer<Boolean> follows) {
            this.follows = follows;
        }

        private void end(boolean yes) {
            if (!over.getAndSet(true)) {
                questions.decrementAndGet();
                follows.accept(yes);
            }
        }

        @Override
        public void onNext(ConfirmLeadReply reply) {
            answered();
            end(reply.getFollows());
        }

        @Override
        public void onError(Throwable error) {
            end(false);
        }

        @Override
        public void onCompleted() {
            end(false);
        }
    }
}
