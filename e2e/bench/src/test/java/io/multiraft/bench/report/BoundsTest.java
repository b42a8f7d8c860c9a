package io.multiraft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.bench.Load;
import io.multiraft.bench.Measurement;
import io.multiraft.bench.Workload;
import io.multiraft.bench.load.LoadResult;
import io.multiraft.bench.resource.ResourceReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class BoundsTest {

    private final List<Measurement> measurements = new ArrayList<>();

    private void put(String system, int callers, int perSecond, int latencyMillis) {
        Histogram latencies = new Histogram(3);
        latencies.recordValueWithCount(latencyMillis * 1_000_000L, perSecond);
        measurements.add(
                new Measurement(
                        system,
                        Workload.MAP_PUT_64,
                        Load.callers(callers),
                        0,
                        new LoadResult(
                                Duration.ofSeconds(1),
                                perSecond,
                                perSecond,
                                0,
                                0,
                                Optional.empty(),
                                latencies),
                        false,
                        new ResourceReading(1, 1, 1, 1, 1),
                        1));
    }

    private List<String> judged() {
        return Bounds.judged(new Figures(measurements), "multiraft").stream()
                .map(
                        one ->
                                "%s: %s: %s, %s"
                                        .formatted(
                                                one.what(),
                                                one.bound(),
                                                one.measured(),
                                                one.met() ? "met" : "NOT met"))
                .toList();
    }

    @Test
    void judgesRatesAndLatenciesBesideThePeers() {
        put("multiraft", 256, 2_600, 4);
        put("multiraft stream", 256, 11_000, 4);
        put("etcd", 256, 1_000, 10);
        put("echo", 256, 5_000, 1);

        assertThat(judged())
                .containsExactly(
                        "writes, single calls, 256 callers: at least 4.00 x etcd: 2.60 x etcd, NOT"
                                + " met",
                        "writes, single calls, 256 callers: at least 0.45 x echo: 0.52 x echo, met",
                        "writes, session stream, 256 callers: at least 10.00 x etcd: 11.00 x etcd,"
                                + " met",
                        "writes, single calls, p99, 256 callers: at most 0.50 x etcd: 0.40 x etcd,"
                                + " met");
    }

    @Test
    void judgesALoneCallerByItsMedianLatency() {
        put("multiraft", 1, 500, 2);
        put("etcd", 1, 1_000, 1);

        assertThat(judged())
                .containsExactly(
                        "writes, single calls, p50, 1 caller: at most 1.00 x etcd: 2.00 x etcd, NOT"
                                + " met");
    }

    @Test
    void leavesOutWhatWasNotMeasured() {
        put("multiraft", 256, 2_600, 4);

        assertThat(judged()).isEmpty();
    }
}
