package io.multiraft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JudgedTest {

    @Test
    void meetsABoundThatItReaches() {
        assertThat(Judged.atLeast("writes", "%.2f x etcd", 4, 4).met()).isTrue();
        assertThat(Judged.atLeast("writes", "%.2f x etcd", 4, 3.99).met()).isFalse();
        assertThat(Judged.atMost("gap", "%.1f s", 1.5, 1.5).met()).isTrue();
        assertThat(Judged.atMost("gap", "%.1f s", 1.5, 1.6).met()).isFalse();
    }

    @Test
    void doesNotMeetABoundWithoutAFigure() {
        assertThat(Judged.atLeast("writes", "%.2f x etcd", 4, Double.NaN).met()).isFalse();
        assertThat(Judged.atMost("gap", "%.1f s", 1.5, Double.NaN).met()).isFalse();
    }

    @Test
    void showsWhatWasAskedForBesideWhatIs() {
        List<Judged> all =
                List.of(
                        Judged.atLeast("writes", "%.2f x etcd", 4, 2.6),
                        Judged.atMost("gap", "%.1f s", 1.5, 1.2));

        assertThat(Judged.table(all).lines().skip(2).map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "| writes | at least 4.00 x etcd | 2.60 x etcd | NO |",
                        "| gap | at most 1.5 s | 1.2 s | yes |");
        assertThat(Judged.allMet(all)).isFalse();
        assertThat(Judged.allMet(all.subList(1, 2))).isTrue();
    }
}
