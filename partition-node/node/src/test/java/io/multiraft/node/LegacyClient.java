package io.multiraft.node;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.multiraft.proto.headers.RequestHeader;
import io.multiraft.proto.headers.ResponseHeader;
import io.multiraft.proto.headers.ResponseStatus;
import io.multiraft.proto.primitive.Name;
import io.multiraft.proto.session.CloseSessionRequest;
import io.multiraft.proto.session.KeepAliveRequest;
import io.multiraft.proto.session.OpenSessionRequest;
import io.multiraft.proto.session.SessionServiceGrpc;
import io.multiraft.proto.session.SessionServiceGrpc.SessionServiceBlockingStub;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A client of the 2020 API: it knows what the documents of that API say, and nothing else. Told
 * that another leads, it goes there.
 */
final class LegacyClient implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final Name name;
    private String endpoint;
    private ManagedChannel channel;
    private long sessionId;
    private int moves;

    LegacyClient(String endpoint, String namespace, String name) {
        this.name = Name.newBuilder().setNamespace(namespace).setName(name).build();
        connect(endpoint);
    }

    private void connect(String to) {
        endpoint = to;
        channel = ManagedChannelBuilder.forTarget(to).usePlaintext().build();
    }

    /** Where it is now. */
    String endpoint() {
        return endpoint;
    }

    /** How often it was sent elsewhere. */
    int moves() {
        return moves;
    }

    long sessionId() {
        return sessionId;
    }

    /** Uses a session that somebody else has opened. */
    LegacyClient withSession(long id) {
        sessionId = id;
        return this;
    }

    ResponseHeader openSession(int timeoutSeconds) {
        OpenSessionRequest request =
                OpenSessionRequest.newBuilder()
                        .setHeader(header())
                        .setTimeout(Duration.newBuilder().setSeconds(timeoutSeconds))
                        .build();
        ResponseHeader header = call(stub -> stub.openSession(request).getHeader());
        sessionId = header.getSessionId();
        return header;
    }

    ResponseHeader keepAlive() {
        KeepAliveRequest request = KeepAliveRequest.newBuilder().setHeader(header()).build();
        return call(stub -> stub.keepAlive(request).getHeader());
    }

    ResponseHeader closeSession(boolean delete) {
        CloseSessionRequest request =
                CloseSessionRequest.newBuilder().setHeader(header()).setDelete(delete).build();
        return call(stub -> stub.closeSession(request).getHeader());
    }

    private RequestHeader header() {
        return RequestHeader.newBuilder().setName(name).setSessionId(sessionId).build();
    }

    private ResponseHeader call(Function<SessionServiceBlockingStub, ResponseHeader> call) {
        return await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> attempt(call), Objects::nonNull);
    }

    /** The answer; null where it is elsewhere. */
    private ResponseHeader attempt(Function<SessionServiceBlockingStub, ResponseHeader> call) {
        ResponseHeader header =
                call.apply(
                        SessionServiceGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS));
        if (header.getStatus() != ResponseStatus.NOT_LEADER) {
            return header;
        }
        if (!header.getLeader().isEmpty()) {
            channel.shutdownNow();
            connect(header.getLeader());
            moves++;
        }
        return null;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
