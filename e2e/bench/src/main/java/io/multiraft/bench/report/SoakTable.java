package io.multiraft.bench.report;

import io.multiraft.bench.resource.NodeFootprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What nodes take after so many writes.
 *
 * @param rows in the order of their writes
 * @param judgedFrom index of the row that is judged; those after it are to show no growth
 */
public record SoakTable(List<Row> rows, int judgedFrom) {

    private static final double RESIDENT_MEBIBYTES = 400;
    private static final double RESIDENT_GROWTH = 1.1;

    /**
     * A node writes a snapshot after 256 MB of log, keeps two, and of the log before that what a
     * member that was away may need: the rest is for what is written meanwhile.
     */
    private static final double DISK_MEBIBYTES = 450;

    /**
     * One look at all nodes.
     *
     * @param writes that they had had by then
     */
    public record Row(long writes, List<NodeFootprint> nodes) {

        double resident() {
            return most(NodeFootprint::residentMebibytes);
        }

        double disk() {
            return most(NodeFootprint::diskMebibytes);
        }

        private double most(ToDoubleFunction<NodeFootprint> figure) {
            return nodes.stream().mapToDouble(figure).max().orElse(Double.NaN);
        }
    }

    /** A row for each look, in MB of each node. */
    public String markdown() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("writes", "RSS MB of each node", "disk MB of each node"));
        for (Row row : rows) {
            table.add(
                    List.of(
                            String.format(Locale.ROOT, "%,d", row.writes()),
                            each(row, NodeFootprint::residentMebibytes),
                            each(row, NodeFootprint::diskMebibytes)));
        }
        return MarkdownTable.of(table);
    }

    private static String each(Row row, ToDoubleFunction<NodeFootprint> figure) {
        return row.nodes().stream()
                .map(node -> String.format(Locale.ROOT, "%.0f", figure.applyAsDouble(node)))
                .collect(Collectors.joining(", "));
    }

    /** What is asked of them, of the largest node each. */
    public List<Judged> judged() {
        Row first = rows.get(judgedFrom);
        List<Row> later = rows.subList(judgedFrom + 1, rows.size());
        String after = String.format(Locale.ROOT, " after %,d writes", first.writes());
        return List.of(
                Judged.atMost("RSS" + after, "%.0f MB", RESIDENT_MEBIBYTES, first.resident()),
                Judged.atMost(
                        "RSS at most later, to that",
                        "%.2f x",
                        RESIDENT_GROWTH,
                        most(later, Row::resident) / first.resident()),
                Judged.atMost(
                        "disk at any look", "%.0f MB", DISK_MEBIBYTES, most(rows, Row::disk)));
    }

    private static double most(List<Row> rows, ToDoubleFunction<Row> figure) {
        return rows.stream().mapToDouble(figure).max().orElse(Double.NaN);
    }
}
