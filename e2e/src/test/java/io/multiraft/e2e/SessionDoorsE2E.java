package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.TestBed;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.CloseSessionRequest;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.runtime.v1.GetSessionRequest;
import io.multiraft.proto.runtime.v1.ListSessionsRequest;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionServiceGrpc;
import io.multiraft.proto.runtime.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.multiraft.proto.runtime.v1.SessionStatus.State;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A session that is an object is the same session on the wire, whoever looks or ends it. */
@EndToEnd
@Order(61)
class SessionDoorsE2E {

    private static final String OBJECT =
            """
            apiVersion: runtime.atomix.io/v1
            kind: Session
            metadata:
              name: %s
              labels:
                app: doors
                tier: test
            spec:
              cluster: sample
              kind: Counter
              primitive:
                id: doors
              config:
                '@type': type.googleapis.com/google.protobuf.Duration
                value: 90s
              liveness:
                type: None
            """;

    private ManagedChannel channel;

    @BeforeEach
    void connect(TestBed bed) {
        String address = bed.sample().endpoints().get(0);
        channel = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
    }

    @AfterEach
    void disconnect(TestBed bed) {
        channel.shutdownNow();
        bed.kubectl().run("delete", "session", "-l", "app=doors", "-n", TestBed.NAMESPACE);
    }

    @Test
    void theSessionServiceShowsWhatTheObjectShows(TestBed bed) throws Exception {
        open(bed, "shown");
        GenericKubernetesResource object = object(bed, "shown");
        Session session = session("shown");

        assertThat(session.getMeta().getId().getName()).isEqualTo(object.getMetadata().getName());
        assertThat(session.getMeta().getLabelsMap()).isEqualTo(object.getMetadata().getLabels());
        assertThat(session.getMeta().getVersion())
                .isEqualTo(object.<Number>get("status", "version").longValue());
        assertThat(session.getMeta().getId().getPrimitive().getId())
                .isEqualTo(object.get("spec", "primitive", "id"));
        assertThat(session.getSpec().getKind()).isEqualTo(object.get("spec", "kind"));
        assertThat(session.getSpec().getConfig().getTypeUrl())
                .isEqualTo(object.<Map<String, Object>>get("spec", "config").get("@type"));
        assertThat(duration(session)).isEqualTo(Duration.newBuilder().setSeconds(90).build());
        assertThat(session.getStatus().getState().name()).isEqualTo(object.get("status", "state"));
        assertThat(
                        service()
                                .listSessions(
                                        ListSessionsRequest.newBuilder().setType("Counter").build())
                                .getSessionsList())
                .contains(session);
    }

    @Test
    void endedByAnyCallerItIsClosedForAll(TestBed bed) {
        open(bed, "revoked-door");
        Map<String, Object> part =
                object(bed, "revoked-door")
                        .<List<Map<String, Object>>>get("status", "partitions")
                        .get(0);
        PartitionGrpc.newBlockingStub(channel)
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .closeSession(
                        CloseSessionRequest.newBuilder()
                                .setHeaders(
                                        PartitionRequestHeaders.newBuilder()
                                                .setPartitionId((int) part.get("partition")))
                                .setInput(
                                        CloseSessionInput.newBuilder()
                                                .setSessionId(
                                                        ((Number) part.get("sessionId"))
                                                                .longValue()))
                                .build());

        assertThat(session("revoked-door").getStatus().getState()).isEqualTo(State.CLOSED);
        Await.soon("the object shows CLOSED")
                .until(() -> "CLOSED".equals(object(bed, "revoked-door").get("status", "state")));
    }

    @Test
    void endedWithItsObjectItIsClosedOnTheWire(TestBed bed) {
        open(bed, "deleted-door");
        bed.kubectl().run("delete", "session", "deleted-door", "-n", TestBed.NAMESPACE);

        Await.soon("the session service shows CLOSED")
                .until(() -> session("deleted-door").getStatus().getState() == State.CLOSED);
    }

    private static void open(TestBed bed, String name) {
        bed.kubectl().apply(TestBed.NAMESPACE, OBJECT.formatted(name));
        bed.awaitOpened(TestBed.NAMESPACE, name);
    }

    private static GenericKubernetesResource object(TestBed bed, String name) {
        return bed.kubernetes()
                .genericKubernetesResources("runtime.atomix.io/v1", "Session")
                .inNamespace(TestBed.NAMESPACE)
                .withName(name)
                .require();
    }

    private static Duration duration(Session session) throws InvalidProtocolBufferException {
        return session.getSpec().getConfig().unpack(Duration.class);
    }

    private Session session(String name) {
        return service()
                .getSession(
                        GetSessionRequest.newBuilder()
                                .setSessionId(SessionId.newBuilder().setName(name))
                                .build())
                .getSession();
    }

    private SessionServiceBlockingStub service() {
        return SessionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    }
}
