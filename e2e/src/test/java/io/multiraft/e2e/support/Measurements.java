package io.multiraft.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, beside what it may be at most. */
public final class Measurements {

    private record Row(String what, double measured, double bound, String unit) {

        boolean missed() {
            return measured > bound;
        }

        String markdown() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s %s | %s %s |%s%n",
                    what,
                    number(measured),
                    unit,
                    number(bound),
                    unit,
                    missed() ? " missed" : "");
        }

        private static String number(double value) {
            return value == Math.rint(value)
                    ? Long.toString((long) value)
                    : String.format(Locale.ROOT, "%.1f", value);
        }
    }

    private final List<Row> rows = new ArrayList<>();

    public void add(String what, double measured, double bound, String unit) {
        Row row = new Row(what, measured, bound, unit);
        Progress.say(row.markdown().trim());
        rows.add(row);
    }

    /** What is above its bound. */
    public List<String> missed() {
        return rows.stream().filter(Row::missed).map(Row::markdown).toList();
    }

    public String markdown() {
        StringBuilder table = new StringBuilder("| what | measured | bound |\n|---|---|---|\n");
        rows.forEach(row -> table.append(row.markdown()));
        return table.toString();
    }

    public void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, markdown());
    }
}
