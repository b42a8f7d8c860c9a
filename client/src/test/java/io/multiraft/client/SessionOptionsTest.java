package io.multiraft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiraft.client.errors.InvalidException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionOptionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "worker-7", "shop.worker-7"})
    void takesNamesThatKubernetesTakes(String name) {
        assertThat(SessionOptions.named(name).attaching().name()).isEqualTo(name);
        assertThat(SessionOptions.named("a".repeat(63)).name()).hasSize(63);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"Worker", "-a", "a-", "a_b", "a.b.c", ".", "ä", "a b", "a\n"})
    void refusesOtherNamesAndSaysWhichWouldDo(String name) {
        refused(
                () -> SessionOptions.named(name),
                "session name '" + name + "': expected at most 63 characters of a-z, 0-9 and '-'");
    }

    @Test
    void refusesWhatHasNoMeaning() {
        SessionOptions worker = SessionOptions.named("worker");
        refused(() -> SessionOptions.named("a".repeat(64)), "expected at most 63 characters");
        refused(() -> worker.withTimeout(null), "timeout null: expected at least 1 ms");
        refused(() -> worker.withTimeout(Duration.ZERO), "timeout PT0S: expected at least 1 ms");
        refused(() -> worker.withTimeout(Duration.ofSeconds(Long.MAX_VALUE)), "at least 1 ms");
        refused(() -> worker.withLabels(null), "labels null");
        refused(() -> worker.forPrimitive(null, "orders"), "kind null");
        refused(() -> worker.forPrimitive("Counter", ""), "expected both or neither");
        refused(
                () -> worker.withLabels(Collections.singletonMap("app", null)),
                "label 'app' = 'null': expected a key, and a value not null");
        refused(() -> worker.withLabels(Map.of("", "shop")), "label '' = 'shop'");
        refused(() -> SessionOptions.named("").attaching(), "give the session a name");
    }

    @Test
    void doesNotChangeWithTheMapItWasGiven() {
        Map<String, String> labels = new HashMap<>(Map.of("app", "shop"));
        SessionOptions options = SessionOptions.named("worker").withLabels(labels);
        labels.put("app", "other");
        assertThat(options.labels()).isEqualTo(Map.of("app", "shop"));
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(InvalidException.class).hasMessageContaining(message);
    }
}
