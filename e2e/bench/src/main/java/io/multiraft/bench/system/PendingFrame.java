package io.multiraft.bench.system;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.multiraft.bench.load.Operation.Completion;
import io.multiraft.proto.stream.v1.FrameError;
import io.multiraft.proto.stream.v1.ResponseFrame;
import java.util.function.Function;

/** A call whose frame has no answer yet. */
record PendingFrame<R extends Message>(
        PrototypeMarshaller<R> responses, Function<R, Throwable> refusal, Completion completion) {

    PendingFrame(
            MethodDescriptor<?, R> method, Function<R, Throwable> refusal, Completion completion) {
        this((PrototypeMarshaller<R>) method.getResponseMarshaller(), refusal, completion);
    }

    void answered(ResponseFrame frame) {
        completion.done(frame.hasError() ? failure(frame.getError()) : refusal(frame));
    }

    /** The stream ended before. */
    void unanswered(Status status) {
        completion.done(
                new CallFailure(
                        status.augmentDescription("the session stream ended"), new Metadata()));
    }

    private Throwable refusal(ResponseFrame frame) {
        try {
            Message response =
                    responses
                            .getMessagePrototype()
                            .getParserForType()
                            .parseFrom(frame.getResponse());
            return refusal.apply(responses.getMessageClass().cast(response));
        } catch (InvalidProtocolBufferException e) {
            return e;
        }
    }

    private static Throwable failure(FrameError error) {
        Metadata trailers = new Metadata();
        if (error.hasRetryAfter()) {
            trailers.put(
                    Refusals.RETRY_AFTER, Long.toString(Durations.toMillis(error.getRetryAfter())));
        }
        return new CallFailure(
                Status.fromCodeValue(error.getCode()).withDescription(error.getMessage()),
                trailers);
    }
}
