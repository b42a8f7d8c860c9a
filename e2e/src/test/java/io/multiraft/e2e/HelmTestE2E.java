package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.e2e.support.Command;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.TestBed;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code helm test} opens a session and increments a counter. */
@EndToEnd
@Order(30)
class HelmTestE2E {

    @Test
    void passes(TestBed bed) {
        Command.Result result = bed.operator().test();
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
        assertThat(result.output()).contains("Succeeded").doesNotContain("skipped");
    }
}
