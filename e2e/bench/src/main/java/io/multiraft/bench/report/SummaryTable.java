package io.multiraft.bench.report;

import io.multiraft.bench.Load;
import io.multiraft.bench.Measurement;
import io.multiraft.bench.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A run in one table: operations per second of every system, and how long the slow ones take. */
final class SummaryTable {

    private SummaryTable() {}

    /** As Markdown, with medians of the rounds. */
    static String of(Figures figures) {
        List<String> systems =
                figures.workloads().stream()
                        .flatMap(workload -> figures.systems(workload).stream())
                        .distinct()
                        .toList();
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                Stream.concat(Stream.of("operations/s (p99 ms)", "load"), systems.stream())
                        .toList());
        for (Workload workload : figures.workloads()) {
            for (Load load : figures.loads(workload)) {
                rows.add(
                        Stream.concat(
                                        Stream.of(workload.title(), load.toString()),
                                        systems.stream()
                                                .map(
                                                        system ->
                                                                cell(
                                                                        figures.rounds(
                                                                                system, workload,
                                                                                load))))
                                .toList());
            }
        }
        return MarkdownTable.of(rows);
    }

    private static String cell(List<Measurement> rounds) {
        return rounds.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%,.0f (%.1f)",
                        Figures.spread(rounds, Figures::rate).median(),
                        Figures.spread(rounds, one -> one.result().latencyMillis(99)).median());
    }
}
