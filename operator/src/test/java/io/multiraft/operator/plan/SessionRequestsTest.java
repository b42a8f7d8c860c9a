package io.multiraft.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import io.multiraft.operator.Objects;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.observe.ClusterKey;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput.Deadline;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionRequestsTest {

    @Test
    void asksForWhatTheObjectDeclares() throws Exception {
        Session session =
                session(
                        "{cluster: c, kind: Counter, primitive: {id: orders}, timeout: 30s,"
                                + " liveness: {type: Client}}");
        session.getMetadata().setLabels(Map.of("app", "shop"));
        OpenSessionInput input = SessionRequests.open(session);
        assertThat(input.getNonce().toStringUtf8()).isEqualTo("session-object/uid-1");
        assertThat(input.getTimeout().getSeconds()).isEqualTo(30);
        assertThat(input.getDeadline()).isEqualTo(Deadline.FROM_FIRST_KEEP_ALIVE);
        assertThat(input.getSession().getMeta().getId().getName()).isEqualTo("s");
        assertThat(input.getSession().getMeta().getId().getPrimitive().getId()).isEqualTo("orders");
        assertThat(input.getSession().getMeta().getLabelsMap()).containsEntry("app", "shop");
        assertThat(input.getSession().getSpec().getKind()).isEqualTo("Counter");
    }

    @Test
    void withoutLivenessThereIsNoDeadline() throws Exception {
        OpenSessionInput input =
                SessionRequests.open(session("{cluster: c, liveness: {type: None}}"));
        assertThat(input.getDeadline()).isEqualTo(Deadline.NONE);
        assertThat(input.hasTimeout()).isFalse();
    }

    @Test
    void configOfAnUnknownTypeTravelsAsAStruct() throws Exception {
        OpenSessionInput input =
                SessionRequests.open(
                        session(
                                "{cluster: c, liveness: {type: None}, config: {'@type':"
                                        + " example.com/shop.Counter, step: 2}}"));
        Struct fields = input.getSession().getSpec().getConfig().unpack(Struct.class);
        assertThat(fields.getFieldsOrThrow("@type").getStringValue())
                .isEqualTo("example.com/shop.Counter");
        assertThat(fields.getFieldsOrThrow("step").getNumberValue()).isEqualTo(2);
    }

    @Test
    void configOfAKnownTypeIsThatMessage() throws Exception {
        OpenSessionInput input =
                SessionRequests.open(
                        session(
                                "{cluster: c, liveness: {type: None}, config: {'@type':"
                                        + " google.protobuf.StringValue, value: hello}}"));
        assertThat(
                        input.getSession()
                                .getSpec()
                                .getConfig()
                                .unpack(com.google.protobuf.StringValue.class)
                                .getValue())
                .isEqualTo("hello");
    }

    @Test
    void configThatDoesNotFitItsTypeIsRefused() {
        assertThatThrownBy(
                        () ->
                                SessionRequests.open(
                                        session(
                                                "{cluster: c, liveness: {type: None}, config:"
                                                        + " {'@type': google.protobuf.Int32Value,"
                                                        + " value: many}}")))
                .isInstanceOf(SessionRequests.InvalidConfigException.class)
                .hasMessageContaining("config is not a google.protobuf.Int32Value");
    }

    @ParameterizedTest
    @CsvSource({"s, n, s", "guest.s, guest, s"})
    void nameOnTheWireTellsTheObject(String name, String namespace, String object) {
        assertThat(SessionNames.object(new ClusterKey("n", "c"), name))
                .isEqualTo(new SessionNames.ObjectName(namespace, object));
    }

    @Test
    void nameOfAnotherNamespaceCarriesIt() {
        assertThat(SessionNames.onTheWire(session("{cluster: c, clusterNamespace: m}")))
                .isEqualTo("n.s");
    }

    private static Session session(String spec) {
        Session session = Objects.session("n", "s", spec);
        session.getMetadata().setUid("uid-1");
        return session;
    }
}
