package io.multiraft.e2e.support;

import com.google.protobuf.Duration;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.multiraft.client.core.Placement;
import io.multiraft.proto.headers.RequestHeader;
import io.multiraft.proto.headers.ResponseHeader;
import io.multiraft.proto.headers.ResponseStatus;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.CloseSessionRequest;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionResponse;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionGrpc.PartitionBlockingStub;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.primitive.Name;
import io.multiraft.proto.runtime.v1.GetSessionRequest;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionServiceGrpc;
import io.multiraft.proto.runtime.v1.SessionStatus.State;
import io.multiraft.proto.session.SessionServiceGrpc.SessionServiceBlockingStub;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The ways to a session of the sample cluster: the partition protocol, the 2020 API, the session
 * service that only shows, and objects.
 */
public final class SessionDoors implements AutoCloseable {

    private static final int CALL_SECONDS = 60;
    private static final int TIMEOUT_SECONDS = 600;

    private static final String OBJECT =
            """
            apiVersion: runtime.atomix.io/v1
            kind: Session
            metadata:
              name: %1$s
              labels:
                app: all-doors
            spec:
              cluster: sample
              kind: Counter
              primitive:
                id: %1$s
              liveness:
                type: None
            """;

    private final TestBed bed;
    private final int partitions;
    private final ManagedChannel channel;

    /** Doors by which a session can be opened and ended. */
    public enum Door {
        PARTITION,
        LEGACY,
        OBJECT
    }

    /**
     * A session, however it was opened.
     *
     * @param name of its object, and for the session service
     */
    public record Opened(String name, int partition, long sessionId) {}

    public SessionDoors(TestBed bed, int partitions) {
        this.bed = bed;
        this.partitions = partitions;
        this.channel =
                ManagedChannelBuilder.forTarget(bed.sample().endpoints().get(0))
                        .usePlaintext()
                        .build();
    }

    /** Opens a session for the counter {@code name}. */
    public Opened open(Door door, String name) {
        return switch (door) {
            case PARTITION -> openByPartition(name);
            case LEGACY -> openByLegacy(name);
            case OBJECT -> openByObject(name);
        };
    }

    private Opened openByPartition(String name) {
        int partition = Placement.partitionOf(name, partitions);
        Session.Builder session = Session.newBuilder();
        session.getMetaBuilder().getIdBuilder().setName(name).getPrimitiveBuilder().setId(name);
        session.getSpecBuilder().setKind("Counter");
        OpenSessionResponse response =
                partition()
                        .openSession(
                                OpenSessionRequest.newBuilder()
                                        .setHeaders(headers(partition))
                                        .setInput(
                                                OpenSessionInput.newBuilder()
                                                        .setTimeout(timeout())
                                                        .setSession(session))
                                        .build());
        return new Opened(name, partition, response.getOutput().getSessionId());
    }

    private Opened openByLegacy(String name) {
        int partition = Placement.partitionOf(TestBed.NAMESPACE + "." + name, partitions);
        ResponseHeader header =
                legacy(
                        stub ->
                                stub.openSession(
                                                io.multiraft.proto.session.OpenSessionRequest
                                                        .newBuilder()
                                                        .setHeader(header(name, 0, 0))
                                                        .setTimeout(timeout())
                                                        .build())
                                        .getHeader());
        return new Opened(
                partition + "-" + header.getSessionId(), partition, header.getSessionId());
    }

    private Opened openByObject(String name) {
        bed.kubectl().apply(TestBed.NAMESPACE, OBJECT.formatted(name));
        bed.awaitOpened(TestBed.NAMESPACE, name);
        Map<String, Object> part =
                object(name)
                        .orElseThrow()
                        .<List<Map<String, Object>>>get("status", "partitions")
                        .get(0);
        return new Opened(
                name, (int) part.get("partition"), ((Number) part.get("sessionId")).longValue());
    }

    /** Ends a session, by whatever door it was opened. */
    public void end(Door door, Opened session) {
        switch (door) {
            case PARTITION ->
                    partition()
                            .closeSession(
                                    CloseSessionRequest.newBuilder()
                                            .setHeaders(headers(session.partition()))
                                            .setInput(
                                                    CloseSessionInput.newBuilder()
                                                            .setSessionId(session.sessionId()))
                                            .build());
            case LEGACY ->
                    legacy(
                            stub ->
                                    stub.closeSession(
                                                    io.multiraft.proto.session.CloseSessionRequest
                                                            .newBuilder()
                                                            .setHeader(header(session))
                                                            .build())
                                            .getHeader());
            case OBJECT ->
                    bed.kubectl().run("delete", "session", session.name(), "-n", TestBed.NAMESPACE);
        }
    }

    /** What the session service shows. */
    public State shown(Opened session) {
        return SessionServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .getSession(
                        GetSessionRequest.newBuilder()
                                .setSessionId(SessionId.newBuilder().setName(session.name()))
                                .build())
                .getSession()
                .getStatus()
                .getState();
    }

    /** Whether the partition protocol keeps it alive. */
    public boolean livesInPartition(Opened session) {
        try {
            return partition()
                            .keepAlive(
                                    KeepAliveRequest.newBuilder()
                                            .setHeaders(headers(session.partition()))
                                            .setInput(
                                                    KeepAliveInput.newBuilder()
                                                            .setSessionId(session.sessionId()))
                                            .build())
                            .getHeaders()
                            .getStatus()
                    == PartitionResponseHeaders.Status.OK;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** Whether the 2020 API keeps it alive. */
    public boolean livesForLegacy(Opened session) {
        return legacy(
                                stub ->
                                        stub.keepAlive(
                                                        io.multiraft.proto.session.KeepAliveRequest
                                                                .newBuilder()
                                                                .setHeader(header(session))
                                                                .build())
                                                .getHeader())
                        .getStatus()
                == ResponseStatus.OK;
    }

    /** Whether its object says that it is open. */
    public boolean openAsObject(Opened session) {
        return object(session.name())
                .map(one -> one.get(one.get("status") == null ? "observed" : "status", "state"))
                .filter("OPENED"::equals)
                .isPresent();
    }

    private Optional<GenericKubernetesResource> object(String name) {
        return Optional.ofNullable(
                bed.kubernetes()
                        .genericKubernetesResources("runtime.atomix.io/v1", "Session")
                        .inNamespace(TestBed.NAMESPACE)
                        .withName(name)
                        .get());
    }

    /** Asked again in an election, and where another leads: any node of this API only refers. */
    private ResponseHeader legacy(Function<SessionServiceBlockingStub, ResponseHeader> call) {
        return Await.soon("the leader's answer")
                .until(
                        () -> {
                            for (String endpoint : bed.sample().endpoints()) {
                                ManagedChannel one =
                                        ManagedChannelBuilder.forTarget(endpoint)
                                                .usePlaintext()
                                                .build();
                                try {
                                    ResponseHeader header =
                                            call.apply(
                                                    io.multiraft.proto.session.SessionServiceGrpc
                                                            .newBlockingStub(one)
                                                            .withDeadlineAfter(
                                                                    CALL_SECONDS,
                                                                    TimeUnit.SECONDS));
                                    if (header.getStatus() != ResponseStatus.NOT_LEADER) {
                                        return header;
                                    }
                                } finally {
                                    one.shutdownNow();
                                }
                            }
                            return null;
                        },
                        header -> header != null);
    }

    private PartitionBlockingStub partition() {
        return PartitionGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    private static PartitionRequestHeaders headers(int partition) {
        return PartitionRequestHeaders.newBuilder().setPartitionId(partition).build();
    }

    private static RequestHeader header(Opened session) {
        return header(session.name(), session.partition(), session.sessionId());
    }

    private static RequestHeader header(String name, int partition, long sessionId) {
        return RequestHeader.newBuilder()
                .setName(Name.newBuilder().setNamespace(TestBed.NAMESPACE).setName(name))
                .setPartition(partition)
                .setSessionId(sessionId)
                .build();
    }

    private static Duration timeout() {
        return Duration.newBuilder().setSeconds(TIMEOUT_SECONDS).build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
