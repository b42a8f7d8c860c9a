package io.multiraft.bench.report;

import io.multiraft.bench.Load;
import io.multiraft.bench.Measurement;
import io.multiraft.bench.Workload;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What is asked of Multiraft beside its peers, as ratios within a run. A bound of which something
 * was not measured is left out.
 */
final class Bounds {

    private static final ToDoubleFunction<Measurement> P50 = one -> one.result().latencyMillis(50);
    private static final ToDoubleFunction<Measurement> P99 = one -> one.result().latencyMillis(99);
    private static final String ETCD = "etcd";
    private static final String ECHO = "echo";
    private static final String STREAM = " stream";

    private static final List<Bound> ALL =
            List.of(
                    writes(256, ETCD, 4),
                    writes(256, ECHO, 0.45),
                    writes(1024, ETCD, 3),
                    writes(1024, ECHO, 0.45),
                    writes(64, ETCD, 3),
                    new Bound(
                            "writes, single calls, p50", "", 1, ETCD, 1, Workload.MAP_PUT_64, P50),
                    new Bound(
                            "writes, session stream",
                            STREAM,
                            256,
                            ETCD,
                            10,
                            Workload.MAP_PUT_64,
                            Figures::rate),
                    reads(ETCD, 2.5),
                    reads(ECHO, 0.7),
                    new Bound(
                            "writes, single calls, p99",
                            "",
                            256,
                            ETCD,
                            0.5,
                            Workload.MAP_PUT_64,
                            P99));

    private Bounds() {}

    private static Bound writes(int callers, String peer, double times) {
        return new Bound(
                "writes, single calls",
                "",
                callers,
                peer,
                times,
                Workload.MAP_PUT_64,
                Figures::rate);
    }

    private static Bound reads(String peer, double times) {
        return new Bound(
                "linearizable reads, single calls",
                "",
                256,
                peer,
                times,
                Workload.GET,
                Figures::rate);
    }

    /**
     * Judges a run.
     *
     * @param subject Multiraft by single calls
     */
    static List<Judged> judged(Figures figures, String subject) {
        return ALL.stream()
                .filter(bound -> bound.isMeasured(figures, subject))
                .map(bound -> bound.judged(figures, subject))
                .toList();
    }

    /**
     * A bound of a ratio.
     *
     * @param way what the system is called beyond Multiraft itself
     * @param times at least for operations per second, at most for latencies
     */
    private record Bound(
            String what,
            String way,
            int callers,
            String peer,
            double times,
            Workload workload,
            ToDoubleFunction<Measurement> figure) {

        boolean isMeasured(Figures figures, String subject) {
            return !figures.rounds(subject + way, workload, load()).isEmpty()
                    && !figures.rounds(peer, workload, load()).isEmpty();
        }

        Judged judged(Figures figures, String subject) {
            double ratio = figures.ratio(subject + way, peer, workload, load(), figure).median();
            String title = what + ", " + load();
            String format = "%.2f x " + peer;
            return figure == P50 || figure == P99
                    ? Judged.atMost(title, format, times, ratio)
                    : Judged.atLeast(title, format, times, ratio);
        }

        private Load load() {
            return Load.callers(callers);
        }
    }
}
