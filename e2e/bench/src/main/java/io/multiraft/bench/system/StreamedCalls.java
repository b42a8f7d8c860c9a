package io.multiraft.bench.system;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.multiraft.bench.load.Operation.Completion;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Calls as frames of session streams, one stream on each connection. */
final class StreamedCalls implements Calls {

    private final FrameStream[] streams;

    /**
     * @param connections when they are closed, the streams end
     */
    StreamedCalls(Connections connections) {
        this.streams =
                IntStream.range(0, Connections.COUNT)
                        .mapToObj(
                                connection ->
                                        new FrameStream(
                                                connections.of(connection), connections.deadline()))
                        .toArray(FrameStream[]::new);
    }

    @Override
    public <Q extends Message, R extends Message> void call(
            int caller,
            MethodDescriptor<Q, R> method,
            Q request,
            Function<R, Throwable> refusal,
            Completion completion) {
        streams[caller % streams.length].call(
                method, request, new PendingFrame<>(method, refusal, completion));
    }

    @Override
    public void together(Runnable calls) {
        for (FrameStream stream : streams) {
            stream.hold();
        }
        try {
            calls.run();
        } finally {
            for (FrameStream stream : streams) {
                stream.release();
            }
        }
    }
}
