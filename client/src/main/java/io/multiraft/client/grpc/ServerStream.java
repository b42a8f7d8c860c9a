package io.multiraft.client.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.client.errors.UnavailableException;
import java.util.function.Consumer;

/** A stream of messages from a server that goes on until one side ends it. */
public final class ServerStream {

    private ServerStream() {}

    /**
     * @param onMessage serial calls
     * @param onEnd once, when the stream ends, by whichever side, with the reason
     * @return ends the stream
     */
    public static <Q, R> AutoCloseable open(
            int partitionId,
            Channel channel,
            MethodDescriptor<Q, R> method,
            Q request,
            Consumer<R> onMessage,
            Consumer<MultiRaftException> onEnd) {
        ClientCall<Q, R> call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<R>() {
                    @Override
                    public void onMessage(R message) {
                        onMessage.accept(message);
                        call.request(1);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        onEnd.accept(
                                status.isOk()
                                        ? new UnavailableException("the node ended the stream")
                                        : GrpcFailures.exception(
                                                GrpcFailures.failureOf(status),
                                                partitionId,
                                                method,
                                                status));
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(request);
        call.halfClose();
        return () -> call.cancel("closed by the caller", null);
    }
}
