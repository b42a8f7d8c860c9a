package io.multiraft.node.stream;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.multiraft.node.grpc.RoutedHandler;
import io.multiraft.proto.stream.v1.RequestFrame;
import io.multiraft.proto.stream.v1.ResponseFrame;
import java.util.function.Consumer;

/** A frame, to those who serve it a call: what would go to its caller is kept for the answer. */
final class FrameCall extends ServerCall<byte[], byte[]> {

    private final RoutedHandler handler;
    private final long frameId;
    private final int requestBytes;
    private final Deadline deadline;
    private final Consumer<FrameCall> answered;
    private ServerCall.Listener<byte[]> listener;
    private volatile boolean cancelled;
    private ByteString response = ByteString.EMPTY;
    private Status status;
    private Metadata trailers;

    /**
     * @param answered called once, from any thread, unless the call was cancelled before
     */
    FrameCall(RequestFrame frame, RoutedHandler handler, Consumer<FrameCall> answered) {
        this.handler = handler;
        this.frameId = frame.getFrameId();
        this.requestBytes = frame.getRequest().size();
        this.deadline =
                frame.hasTimeout()
                        ? Deadline.after(frame.getTimeout().getSeconds(), SECONDS)
                                .offset(frame.getTimeout().getNanos(), NANOSECONDS)
                        : null;
        this.answered = answered;
    }

    void begin(byte[] request) {
        listener = handler.startPart(this, deadline);
        listener.onMessage(request);
        listener.onHalfClose();
    }

    /** Nobody waits for the answer any more. */
    void cancel() {
        cancelled = true;
        if (listener != null) {
            listener.onCancel();
        }
    }

    long frameId() {
        return frameId;
    }

    int requestBytes() {
        return requestBytes;
    }

    /** When the frame must be answered; null where its caller did not say. */
    Deadline deadline() {
        return deadline;
    }

    /** The answer, once there is one. */
    ResponseFrame toResponse() {
        return ResponseFrames.of(frameId, response, status, trailers);
    }

    @Override
    public void sendMessage(byte[] message) {
        response = UnsafeByteOperations.unsafeWrap(message);
    }

    @Override
    public void close(Status finalStatus, Metadata finalTrailers) {
        status = finalStatus;
        trailers = finalTrailers;
        answered.accept(this);
        // Without a listener it was refused before it began.
        if (listener != null) {
            listener.onComplete();
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public MethodDescriptor<byte[], byte[]> getMethodDescriptor() {
        return handler.method().descriptor();
    }

    /** The one message is told by {@link #begin}. */
    @Override
    public void request(int count) {}

    /** A frame has none. */
    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public String toString() {
        return "frame " + Long.toUnsignedString(frameId);
    }
}
