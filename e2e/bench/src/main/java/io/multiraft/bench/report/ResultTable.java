package io.multiraft.bench.report;

import io.multiraft.bench.Load;
import io.multiraft.bench.Measurement;
import io.multiraft.bench.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A table for each workload, as Markdown. Each figure is the median of the rounds. */
public final class ResultTable {

    private static final List<String> COLUMNS =
            List.of(
                    "load",
                    "system",
                    "operations/s (least - most)",
                    "%s is so many times as fast",
                    "p50 ms",
                    "p99 ms",
                    "CPU us/op, client's",
                    "allocated B/op",
                    "written B/op",
                    "disk B/op",
                    "RSS MB",
                    "failed");

    private final Figures figures;
    private final String subject;

    /**
     * @param subject the system that the others are compared with
     */
    public ResultTable(Figures figures, String subject) {
        this.figures = figures;
        this.subject = subject;
    }

    /** All tables, each under its heading. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        for (Workload workload : figures.workloads()) {
            text.append("\n### ").append(workload.title()).append("\n\n").append(table(workload));
        }
        return text.toString();
    }

    private String table(Workload workload) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS.stream().map(column -> column.formatted(subject)).toList());
        for (Load load : figures.loads(workload)) {
            for (String system : figures.systems(workload)) {
                rows.add(row(workload, load, system));
            }
        }
        return MarkdownTable.of(rows);
    }

    private List<String> row(Workload workload, Load load, String system) {
        List<Measurement> rounds = figures.rounds(system, workload, load);
        Spread rate = Figures.spread(rounds, Figures::rate);
        return List.of(
                load.toString(),
                system,
                number("%,.0f (%,.0f - %,.0f)", rate.median(), rate.least(), rate.most()),
                system.equals(subject) ? "" : ratio(workload, load, system),
                median(rounds, "%.2f", one -> one.result().latencyMillis(50)),
                median(rounds, "%.2f", one -> one.result().latencyMillis(99)),
                processor(rounds),
                median(rounds, "%,.0f", one -> perOperation(one, one.used().allocatedBytes())),
                median(rounds, "%,.0f", one -> perOperation(one, one.used().writtenBytes())),
                median(rounds, "%,.0f", one -> perOperation(one, one.used().diskBytes())),
                median(rounds, "%,.0f", one -> one.used().residentBytes() / (1 << 20)),
                failed(rounds));
    }

    private String ratio(Workload workload, Load load, String peer) {
        Spread ratio = figures.ratio(subject, peer, workload, load);
        return number("%.2f (%.2f - %.2f)", ratio.median(), ratio.least(), ratio.most());
    }

    private static String processor(List<Measurement> rounds) {
        return median(rounds, "%.0f", one -> perOperation(one, one.used().processorSeconds() * 1e6))
                + ", "
                + median(
                        rounds,
                        "%.0f",
                        one -> perOperation(one, one.clientProcessorSeconds() * 1e6));
    }

    private static double perOperation(Measurement measurement, double used) {
        return Figures.perOperation(measurement, used);
    }

    private static String median(
            List<Measurement> rounds, String format, ToDoubleFunction<Measurement> figure) {
        double median = Figures.spread(rounds, figure).median();
        return Double.isNaN(median) ? "-" : number(format, median);
    }

    private static String failed(List<Measurement> rounds) {
        long failed =
                rounds.stream()
                        .mapToLong(one -> one.result().failures() + one.result().unanswered())
                        .sum();
        long moves = rounds.stream().filter(Measurement::leaderMoved).count();
        return (failed == 0 ? "" : number("%,d", failed))
                + (moves == 0 ? "" : number(" leader moved %d x", moves));
    }

    private static String number(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }
}
