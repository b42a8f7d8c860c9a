package io.multiraft.node;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.MessageLite;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.multiraft.proto.stream.v1.ExchangeRequest;
import io.multiraft.proto.stream.v1.ExchangeResponse;
import io.multiraft.proto.stream.v1.RequestFrame;
import io.multiraft.proto.stream.v1.ResponseFrame;
import io.multiraft.proto.stream.v1.SessionStreamGrpc;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One session stream to a node, by the wire alone. Frames that it does not answer fail. */
final class StreamCaller implements ClientResponseObserver<ExchangeRequest, ExchangeResponse> {

    private static final Duration TIMEOUT =
            Duration.newBuilder().setSeconds(TestPatience.LONG.toSeconds()).build();

    /** How the stream ended. */
    final CompletableFuture<Status> ended = new CompletableFuture<>();

    /** Messages that came. */
    final AtomicInteger messages = new AtomicInteger();

    private final Map<Long, CompletableFuture<ResponseFrame>> unanswered =
            new ConcurrentHashMap<>();
    private ClientCallStreamObserver<ExchangeRequest> requests;
    private long lastFrameId;

    StreamCaller(ManagedChannel channel, String... methods) {
        SessionStreamGrpc.newStub(channel).exchange(this);
        send(ExchangeRequest.newBuilder().addAllMethods(List.of(methods)).build());
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ExchangeRequest> stream) {
        requests = stream;
    }

    synchronized void send(ExchangeRequest message) {
        if (!ended.isDone()) {
            requests.onNext(message);
        }
    }

    synchronized void halfClose() {
        requests.onCompleted();
    }

    /** Sends a request of the stream's method of that position, alone in a message. */
    CompletableFuture<ResponseFrame> call(int method, MessageLite request) {
        CompletableFuture<ResponseFrame> answer = new CompletableFuture<>();
        synchronized (this) {
            long frameId = ++lastFrameId;
            unanswered.put(frameId, answer);
            send(
                    ExchangeRequest.newBuilder()
                            .addFrames(frame(frameId, method, request.toByteString()))
                            .build());
        }
        if (ended.isDone()) {
            fail();
        }
        return answer;
    }

    static RequestFrame frame(long frameId, int method, ByteString request) {
        return RequestFrame.newBuilder()
                .setFrameId(frameId)
                .setMethod(method)
                .setRequest(request)
                .setTimeout(TIMEOUT)
                .build();
    }

    @Override
    public void onNext(ExchangeResponse message) {
        messages.incrementAndGet();
        for (ResponseFrame frame : message.getFramesList()) {
            CompletableFuture<ResponseFrame> answer = unanswered.remove(frame.getFrameId());
            if (answer != null) {
                answer.complete(frame);
            }
        }
    }

    @Override
    public void onError(Throwable error) {
        ended.complete(Status.fromThrowable(error));
        fail();
    }

    @Override
    public void onCompleted() {
        ended.complete(Status.OK);
        fail();
    }

    private void fail() {
        for (Long frameId : List.copyOf(unanswered.keySet())) {
            CompletableFuture<ResponseFrame> answer = unanswered.remove(frameId);
            if (answer != null) {
                answer.completeExceptionally(ended.join().asRuntimeException());
            }
        }
    }
}
