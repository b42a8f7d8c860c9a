package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.MetricRegistryInfo;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.metrics.Timekeeper;
import org.junit.jupiter.api.Test;

class NoRatisMetricsTest {

    private static final MetricRegistryInfo INFO =
            new MetricRegistryInfo("prefix", "application", "component", "description");

    @Test
    void isWhatRatisUses() {
        assertThat(MetricRegistries.global()).isInstanceOf(NoRatisMetrics.class);
    }

    @Test
    void takesWhateverIsMeasuredAndKeepsNothing() {
        RatisMetricRegistry registry = MetricRegistries.global().create(INFO);
        registry.counter("count").inc();
        registry.gauge("gauge", () -> () -> 1);
        Timekeeper.start(registry.timer("time")).close();

        assertThat(registry.getMetricRegistryInfo()).isEqualTo(INFO);
        assertThat(registry.counter("count").getCount()).isZero();
        assertThat(MetricRegistries.global().getMetricRegistries()).isEmpty();
        assertThat(MetricRegistries.global().get(INFO)).isEmpty();
    }
}
