package io.multiraft.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.multiraft.proto.runtime.v1.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sessions may be called and described with. */
class SessionDescriptionsTest {

    private static final String LONGEST = "a".repeat(63);
    private static final String TOO_LONG = "a".repeat(64);

    private static String refusal(Session.Builder session) {
        return SessionDescriptions.refusal(session.build()).orElse("");
    }

    private static Session.Builder named(String name) {
        Session.Builder session = Session.newBuilder();
        session.getMetaBuilder().getIdBuilder().setName(name);
        return session;
    }

    private static Session.Builder labelled(String key, String value) {
        Session.Builder session = Session.newBuilder();
        session.getMetaBuilder().putLabels(key, value);
        return session;
    }

    private static Session.Builder configured(Any config) {
        Session.Builder session = Session.newBuilder();
        session.getSpecBuilder().setConfig(config);
        return session;
    }

    private static Struct struct(int characters) {
        return Struct.newBuilder()
                .putFields("k", Value.newBuilder().setStringValue("v".repeat(characters)).build())
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "worker-1", "shop.worker-1", "0"})
    void takesANameThatAnObjectMayHave(String name) {
        assertThat(refusal(named(name))).isEmpty();
        assertThat(refusal(named(LONGEST + "." + LONGEST))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Worker", "-a", "a-", "a_b", "a.b.c", ".a", "a.", "a b", "ä", "a\n"})
    void refusesANameThatIsNoDnsLabel(String name) {
        assertThat(refusal(named(name)))
                .isEqualTo(
                        "session.meta.id.name is \""
                                + name
                                + "\"; accepted is a DNS label (a-z, 0-9 and '-', first and last a"
                                + " letter or digit, 63 characters at most), or two with a dot"
                                + " between them");
    }

    @Test
    void refusesANameThatIsTooLongAndDoesNotRepeatAllOfIt() {
        assertThat(refusal(named(TOO_LONG))).startsWith("session.meta.id.name is \"aaa");
        assertThat(refusal(named("a".repeat(5_000))))
                .startsWith(
                        "session.meta.id.name is \"" + "a".repeat(80) + "...\" (5000 characters);");
    }

    @Test
    void takesLabelsThatAnObjectMayHave() {
        assertThat(refusal(labelled("app", "shop"))).isEmpty();
        assertThat(refusal(labelled("app.kubernetes.io/name", ""))).isEmpty();
        assertThat(refusal(labelled(LONGEST, LONGEST))).isEmpty();
        assertThat(refusal(labelled("a".repeat(63) + ".b/" + LONGEST, "v1.2_3-x"))).isEmpty();
    }

    @Test
    void refusesLabelsPastTheLimits() {
        String long253 = "a.".repeat(126) + "a";
        assertThat(refusal(labelled(long253 + "/k", ""))).isEmpty();
        for (String key :
                new String[] {
                    "", TOO_LONG, "/k", "k/", "a/b/c", "-k", "K K", "A.b/k", "a" + long253 + "/k"
                }) {
            assertThat(refusal(labelled(key, "v")))
                    .startsWith("session.meta.labels has the key \"")
                    .contains("; accepted are 63 letters, digits, '-', '_' and '.' at most");
        }
        for (String value : new String[] {TOO_LONG, "-v", "v v", "ä"}) {
            assertThat(refusal(labelled("k", value)))
                    .startsWith("session.meta.labels has \"" + value + "\" for k; accepted are 63");
        }
    }

    @Test
    void takesAConfigOfATypeThatHasAFormInJson() {
        assertThat(refusal(configured(Any.pack(struct(10))))).isEmpty();
        assertThat(refusal(configured(Any.pack(Duration.getDefaultInstance(), "any.host"))))
                .isEmpty();
    }

    @Test
    void refusesAConfigOfAnUnknownType() {
        Any unknown = Any.newBuilder().setTypeUrl("type.googleapis.com/shop.Config").build();

        assertThat(refusal(configured(unknown)))
                .startsWith(
                        "session.spec.config is of type \"type.googleapis.com/shop.Config\";"
                                + " accepted are google.protobuf.BoolValue, ")
                .endsWith(": put other messages into a google.protobuf.Struct");
        assertThat(refusal(configured(Any.getDefaultInstance())))
                .startsWith("session.spec.config is of type \"\"; accepted are ");
    }

    @Test
    void refusesAConfigThatIsNotOfItsType() {
        Any broken =
                Any.pack(struct(1)).toBuilder().setValue(ByteString.copyFromUtf8("\n\t")).build();

        assertThat(refusal(configured(broken)))
                .startsWith("session.spec.config is not a valid google.protobuf.Struct: ");
    }

    @Test
    void refusesAConfigOfMoreThan64KiB() {
        int rest = 65_536 - Any.pack(struct(60_000)).getSerializedSize() + 60_000;

        assertThat(refusal(configured(Any.pack(struct(rest))))).isEmpty();
        assertThat(refusal(configured(Any.pack(struct(rest + 1)))))
                .isEqualTo("session.spec.config has 65537 bytes; accepted are 65536 at most");
    }

    @Test
    void tellsAllMistakesAtOnce() {
        Session.Builder session = named("A");
        session.getMetaBuilder().putLabels("b!", "").putLabels("c", "!");

        assertThat(refusal(session)).contains("name is \"A\"", "the key \"b!\"", "has \"!\" for c");
    }
}
