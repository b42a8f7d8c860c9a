package io.multiraft.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void otherTimeoutsChangeNothingElse() {
        Limits limits = Limits.defaults().withTimeouts(10_000, 500, 20_000);

        assertThat(limits.sessions().defaultTimeoutMillis()).isEqualTo(10_000);
        assertThat(limits.sessions().minTimeoutMillis()).isEqualTo(500);
        assertThat(limits.sessions().maxTimeoutMillis()).isEqualTo(20_000);
        assertThat(limits.withTimeouts(60_000, 1_000, 3_600_000)).isEqualTo(Limits.defaults());
    }
}
