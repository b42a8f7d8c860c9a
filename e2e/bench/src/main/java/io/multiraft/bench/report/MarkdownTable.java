package io.multiraft.bench.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table that reads well as text, too. */
final class MarkdownTable {

    private MarkdownTable() {}

    /** The first row is the heading. */
    static String of(List<List<String>> rows) {
        int[] widths =
                IntStream.range(0, rows.get(0).size()).map(column -> width(rows, column)).toArray();
        List<String> lines =
                rows.stream().map(row -> line(row, widths)).collect(Collectors.toList());
        lines.add(
                1,
                IntStream.of(widths)
                        .mapToObj(width -> "-".repeat(width + 2))
                        .collect(Collectors.joining("|", "|", "|")));
        return String.join("\n", lines) + "\n";
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(
                        column ->
                                row.get(column)
                                        + " ".repeat(widths[column] - row.get(column).length()))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
