package io.multiraft.client;

import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.multiraft.client.core.CallKind;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.client.errors.PartitionStatusException;
import io.multiraft.client.grpc.DirectTransport;
import io.multiraft.client.grpc.LeaderStream;
import io.multiraft.client.grpc.Transport;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.CloseSessionOutput;
import io.multiraft.proto.multiraft.v1.CloseSessionRequest;
import io.multiraft.proto.multiraft.v1.CloseSessionResponse;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.KeepAliveOutput;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import io.multiraft.proto.multiraft.v1.KeepAliveResponse;
import io.multiraft.proto.multiraft.v1.LeaderEvent;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionOutput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionResponse;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The partition protocol, call by call, without sessions of its own. Any node takes the calls of
 * any partition.
 *
 * <p>Every future fails with a {@link io.multiraft.client.errors.MultiRaftException}: {@link
 * PartitionStatusException} when the partition answered with a status other than OK, {@link
 * io.multiraft.client.errors.UnavailableException} when nobody answered, {@link InvalidException}
 * when there is no such partition. Callbacks of futures run on a thread of the channel: do not
 * block there.
 *
 * <pre>{@code
 * PartitionClient partition = PartitionClient.over(channel, 1, Duration.ofSeconds(2));
 * OpenSessionOutput opened =
 *         partition.openSession(OpenSessionInput.getDefaultInstance()).join();
 * partition.closeSession(opened.getSessionId()).join();
 * }</pre>
 */
public final class PartitionClient {

    private final Transport transport;
    private final int partitionId;

    /**
     * Tries each call once.
     *
     * @param timeout of each call
     */
    public static PartitionClient over(Channel channel, int partitionId, Duration timeout) {
        return new PartitionClient(new DirectTransport(channel, timeout), partitionId);
    }

    PartitionClient(Transport transport, int partitionId) {
        this.transport = transport;
        this.partitionId = partitionId;
    }

    public int partitionId() {
        return partitionId;
    }

    /** Opens a session, or finds the one opened with the same nonce before. */
    public CompletableFuture<OpenSessionOutput> openSession(OpenSessionInput input) {
        return call(
                PartitionGrpc.getOpenSessionMethod(),
                OpenSessionRequest.newBuilder().setHeaders(headers()).setInput(input).build(),
                OpenSessionResponse::getHeaders,
                OpenSessionResponse::getOutput);
    }

    public CompletableFuture<KeepAliveOutput> keepAlive(KeepAliveInput input) {
        return call(
                PartitionGrpc.getKeepAliveMethod(),
                KeepAliveRequest.newBuilder().setHeaders(headers()).setInput(input).build(),
                KeepAliveResponse::getHeaders,
                KeepAliveResponse::getOutput);
    }

    /** Ends a session. One that is not open fails with {@code NOT_FOUND}. */
    public CompletableFuture<CloseSessionOutput> closeSession(long sessionId) {
        CloseSessionInput input = CloseSessionInput.newBuilder().setSessionId(sessionId).build();
        return call(
                PartitionGrpc.getCloseSessionMethod(),
                CloseSessionRequest.newBuilder().setHeaders(headers()).setInput(input).build(),
                CloseSessionResponse::getHeaders,
                CloseSessionResponse::getOutput);
    }

    /**
     * Reports who leads, at once and after every change, until the handle is closed.
     *
     * @param onLeader serial calls, on a thread of the channel
     * @param onEnd called once when the stream ends, with the reason; to go on, watch again
     */
    public static AutoCloseable watch(
            Channel channel,
            int partitionId,
            Consumer<LeaderEvent> onLeader,
            Consumer<MultiRaftException> onEnd) {
        return LeaderStream.open(channel, partitionId, onLeader, onEnd);
    }

    private PartitionRequestHeaders headers() {
        return PartitionRequestHeaders.newBuilder().setPartitionId(partitionId).build();
    }

    /** None of these changes anything when repeated: an open by its nonce, the others by nature. */
    private <Q, R, O> CompletableFuture<O> call(
            MethodDescriptor<Q, R> method,
            Q request,
            Function<R, PartitionResponseHeaders> headers,
            Function<R, O> output) {
        return transport
                .call(partitionId, method, request, CallKind.IDEMPOTENT)
                .thenApply(responses -> checked(only(responses), headers, output));
    }

    private static <R, O> O checked(
            R response, Function<R, PartitionResponseHeaders> headers, Function<R, O> output) {
        PartitionResponseHeaders received = headers.apply(response);
        if (received.getStatus() != PartitionResponseHeaders.Status.OK) {
            throw new PartitionStatusException(received.getStatus(), received.getMessage());
        }
        return output.apply(response);
    }

    private static <R> R only(List<R> responses) {
        if (responses.size() != 1) {
            throw new InvalidException("expected one response, got " + responses.size());
        }
        return responses.get(0);
    }
}
