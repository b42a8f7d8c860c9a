package io.multiraft.e2e.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command that users type. */
public final class Kubectl {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final Command command;

    Kubectl(Command command) {
        this.command = command;
    }

    /** The output; fails when kubectl does. */
    public String run(String... arguments) {
        return attempt("", arguments).orThrow();
    }

    public Command.Result attempt(String input, String... arguments) {
        List<String> line = new ArrayList<>(List.of("kubectl"));
        line.addAll(Arrays.asList(arguments));
        return command.run(TIMEOUT, input, line);
    }

    public void apply(String namespace, String manifest, String... options) {
        List<String> line = new ArrayList<>(List.of("apply", "-n", namespace, "-f", "-"));
        line.addAll(List.of(options));
        attempt(manifest, line.toArray(String[]::new)).orThrow();
    }

    /** The table that {@code kubectl get} prints: rows by name, cells by column. */
    public Map<String, Map<String, String>> table(String... arguments) {
        List<String> lines = run(arguments).lines().toList();
        String header = lines.get(0);
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (String column : header.trim().split("\\s+")) {
                int start = header.indexOf(column);
                String rest = line.length() > start ? line.substring(start) : "";
                row.put(column, rest.isEmpty() || rest.charAt(0) == ' ' ? "" : rest.split(" ")[0]);
            }
            rows.put(row.get("NAME"), row);
        }
        return rows;
    }
}
