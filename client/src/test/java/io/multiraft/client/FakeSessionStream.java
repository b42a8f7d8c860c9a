package io.multiraft.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.MessageLite;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.multiraft.proto.stream.v1.ExchangeRequest;
import io.multiraft.proto.stream.v1.ExchangeResponse;
import io.multiraft.proto.stream.v1.FrameError;
import io.multiraft.proto.stream.v1.RequestFrame;
import io.multiraft.proto.stream.v1.ResponseFrame;
import io.multiraft.proto.stream.v1.SessionStreamGrpc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves frames by what serves the same calls alone, faults included. */
final class FakeSessionStream extends SessionStreamGrpc.SessionStreamImplBase {

    /** What came, in order. */
    final List<ExchangeRequest> messages = new CopyOnWriteArrayList<>();

    /** Streams that were begun, refused ones too. */
    final AtomicInteger begun = new AtomicInteger();

    private final Map<String, ServerMethodDefinition<?, ?>> served = new HashMap<>();
    private final Set<StreamObserver<ExchangeResponse>> open = ConcurrentHashMap.newKeySet();
    private volatile Status refusal;
    private volatile Metadata refusalTrailers;
    private volatile Runnable beforeMessage = () -> {};

    FakeSessionStream(List<ServerServiceDefinition> services) {
        for (ServerServiceDefinition service : services) {
            service.getMethods()
                    .forEach(one -> served.put(one.getMethodDescriptor().getFullMethodName(), one));
        }
    }

    /** Streams that are open. */
    int openCount() {
        return open.size();
    }

    /** Streams are refused with that from now on; null: served. */
    void refuse(Status status) {
        refuse(status, new Metadata());
    }

    void refuse(Status status, Metadata trailers) {
        refusalTrailers = trailers;
        refusal = status;
    }

    /** Run before a message is read, on the thread of the client that sends it. */
    void beforeMessage(Runnable task) {
        beforeMessage = task;
    }

    /** All streams that are open end. */
    void end(Status status) {
        for (StreamObserver<ExchangeResponse> one : open) {
            open.remove(one);
            one.onError(status.asRuntimeException());
        }
    }

    /** From now on what comes on the streams that are open is lost, and nothing is said. */
    void loseConnections() {
        open.clear();
    }

    @Override
    public StreamObserver<ExchangeRequest> exchange(StreamObserver<ExchangeResponse> answers) {
        List<String> methods = new ArrayList<>();
        begun.incrementAndGet();
        if (refusal == null) {
            open.add(answers);
        } else {
            answers.onError(refusal.asRuntimeException(refusalTrailers));
        }
        return new StreamObserver<>() {
            @Override
            public void onNext(ExchangeRequest message) {
                beforeMessage.run();
                if (!open.contains(answers)) {
                    return;
                }
                messages.add(message);
                methods.addAll(message.getMethodsList());
                for (RequestFrame frame : message.getFramesList()) {
                    serve(served.get(methods.get(frame.getMethod() - 1)), frame, answers);
                }
            }

            @Override
            public void onError(Throwable error) {
                open.remove(answers);
            }

            @Override
            public void onCompleted() {
                if (open.remove(answers)) {
                    answers.onCompleted();
                }
            }
        };
    }

    private <Q, R> void serve(
            ServerMethodDefinition<Q, R> method,
            RequestFrame frame,
            StreamObserver<ExchangeResponse> answers) {
        FrameCall<Q, R> call = new FrameCall<>(method.getMethodDescriptor(), frame, answers);
        ServerCall.Listener<Q> listener =
                method.getServerCallHandler().startCall(call, new Metadata());
        listener.onMessage(
                method.getMethodDescriptor().parseRequest(frame.getRequest().newInput()));
        listener.onHalfClose();
    }

    private final class FrameCall<Q, R> extends ServerCall<Q, R> {

        private final MethodDescriptor<Q, R> method;
        private final RequestFrame frame;
        private final StreamObserver<ExchangeResponse> answers;
        private ByteString response = ByteString.EMPTY;

        FrameCall(
                MethodDescriptor<Q, R> method,
                RequestFrame frame,
                StreamObserver<ExchangeResponse> answers) {
            this.method = method;
            this.frame = frame;
            this.answers = answers;
        }

        @Override
        public void sendMessage(R message) {
            response = ((MessageLite) message).toByteString();
        }

        @Override
        public void close(Status status, Metadata trailers) {
            ResponseFrame.Builder answer =
                    ResponseFrame.newBuilder().setFrameId(frame.getFrameId());
            String leader = trailers.get(FakeNode.LEADER);
            answer.setLeader(leader == null ? "" : leader);
            if (status.isOk()) {
                answer.setResponse(response);
            } else {
                answer.setError(error(status, trailers));
            }
            synchronized (answers) {
                if (open.contains(answers)) {
                    answers.onNext(ExchangeResponse.newBuilder().addFrames(answer).build());
                }
            }
        }

        private FrameError error(Status status, Metadata trailers) {
            FrameError.Builder error =
                    FrameError.newBuilder()
                            .setCode(status.getCode().value())
                            .setMessage(String.valueOf(status.getDescription()))
                            .setNotExecuted("no".equals(trailers.get(FakeNode.EXECUTED)));
            String retryAfter = trailers.get(FakeNode.RETRY_AFTER);
            if (retryAfter != null) {
                int nanos = Integer.parseInt(retryAfter) * 1_000_000;
                error.setRetryAfter(Duration.newBuilder().setNanos(nanos));
            }
            return error.build();
        }

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Q, R> getMethodDescriptor() {
            return method;
        }

        @Override
        public Attributes getAttributes() {
            return Attributes.EMPTY;
        }
    }
}
