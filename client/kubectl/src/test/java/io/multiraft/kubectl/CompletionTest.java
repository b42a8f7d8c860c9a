package io.multiraft.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompletionTest {

    @Test
    void goesOnFromWhatIsBegun() {
        assertThat(Completion.of("se")).containsExactly("session", "sessions");
        assertThat(Completion.of("")).contains("counter", "map", "sessions");
        assertThat(Completion.of("sessions", "--k")).containsExactly("--kind", "--kubeconfig");
        assertThat(Completion.of("nonsense")).isEmpty();
    }
}
