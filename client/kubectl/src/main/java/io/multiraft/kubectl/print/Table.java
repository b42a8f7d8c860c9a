package io.multiraft.kubectl.print;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Columns, and the ways to print rows of them. */
public final class Table<R> {

    private static final String GAP = "   ";

    private final List<Column<R>> columns = new ArrayList<>();

    private record Column<R>(String title, String key, Function<R, Object> value) {}

    /**
     * Adds a column.
     *
     * @param title in a table
     * @param key in JSON and YAML
     * @param value a number, a text, a boolean, or a list or map of such; null prints as nothing
     */
    public Table<R> column(String title, String key, Function<R, Object> value) {
        columns.add(new Column<>(title, key, value));
        return this;
    }

    /** Prints the rows; JSON and YAML are a list, of which every element has all keys. */
    public void print(List<R> rows, Output output, PrintWriter out) {
        switch (output) {
            case TABLE -> lines(rows).forEach(out::println);
            case JSON -> out.println(json().toJson(objects(rows)));
            case YAML -> out.print(yaml().dumpToString(objects(rows)));
        }
        out.flush();
    }

    /**
     * Prints a row of those that come one by one. Text has no titles and blanks between columns;
     * JSON is one object on a line, YAML one document each.
     */
    public void printNext(R row, Output output, PrintWriter out) {
        switch (output) {
            case TABLE ->
                    out.println(
                            String.join(
                                    GAP,
                                    columns.stream()
                                            .map(column -> text(column.value().apply(row)))
                                            .toList()));
            case JSON -> out.println(new Gson().toJson(objects(List.of(row)).get(0)));
            case YAML -> out.print("---\n" + yaml().dumpToString(objects(List.of(row)).get(0)));
        }
        out.flush();
    }

    /** The titles and the rows, aligned. */
    private List<String> lines(List<R> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::title).toList());
        for (R row : rows) {
            cells.add(columns.stream().map(column -> text(column.value().apply(row))).toList());
        }
        return cells.stream().map(line -> aligned(line, cells)).toList();
    }

    private static String aligned(List<String> line, List<List<String>> all) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.size(); i++) {
            int column = i;
            int width = all.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
            text.append(line.get(i)).append(" ".repeat(width - line.get(i).length())).append(GAP);
        }
        return text.toString().stripTrailing();
    }

    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Collection<?> list) {
            return String.join(",", list.stream().map(Table::text).toList());
        }
        if (value instanceof Map<?, ?> map) {
            return text(
                    map.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
        }
        return value.toString();
    }

    /** The rows as they are in JSON and YAML, to be the value of a column of another table. */
    public List<Map<String, Object>> objects(List<R> rows) {
        return rows.stream()
                .map(
                        row -> {
                            Map<String, Object> object = new LinkedHashMap<>();
                            columns.forEach(
                                    column -> object.put(column.key(), column.value().apply(row)));
                            return object;
                        })
                .toList();
    }

    private static Gson json() {
        return new GsonBuilder()
                .setPrettyPrinting()
                .serializeNulls()
                .disableHtmlEscaping()
                .create();
    }

    private static Dump yaml() {
        return new Dump(
                DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setDereferenceAliases(true)
                        .build());
    }
}
