package io.multiraft.proto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The facts of the wire contract as they are recorded, in three tables, and what may become of
 * them: a recorded fact stays as it is for ever, a new one may join.
 *
 * <ul>
 *   <li>{@link #DOCUMENTS}: the five API documents. Nothing ever joins it.
 *   <li>{@link #EXTENSIONS}: ours inside the messages, enums and services of {@code atomix.*}.
 *   <li>{@link #REST}: the other messages of {@code atomix.*} and everything in {@code
 *       multiraft.*}.
 * </ul>
 */
final class Contract {
    static final Path DIRECTORY = Path.of("src/test/resources/contract");
    static final String DOCUMENTS = "documents.txt";
    static final String EXTENSIONS = "extensions.txt";
    static final String REST = "rest.txt";

    /** Set by {@code -Drewrite=true}: compatible additions are recorded instead of refused. */
    static final boolean REWRITE = Boolean.getBoolean("rewrite");

    private static final String PUBLISHED_PACKAGES = "atomix.";
    private static final int FIRST_NUMBER_OF_OURS = 100;

    private final Map<String, Fact> recorded = new LinkedHashMap<>();
    private final Map<String, String> tables = new LinkedHashMap<>();

    /** Reads the three tables, and refuses a line that is no fact or repeats a subject. */
    static Contract read(Path directory) throws IOException {
        Contract contract = new Contract();
        for (String table : List.of(DOCUMENTS, EXTENSIONS, REST)) {
            int number = 0;
            for (String line : Files.readAllLines(directory.resolve(table))) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    contract.add(line, table, table + ":" + number);
                }
            }
        }
        return contract;
    }

    private void add(String line, String table, String place) {
        Fact fact = Fact.parse(line);
        String other = tables.put(fact.subject(), table);
        if (other != null) {
            throw new IllegalArgumentException(
                    place + ": " + fact.subject() + " is already recorded in " + other);
        }
        recorded.put(fact.subject(), fact);
    }

    List<Fact> table(String name) {
        return recorded.values().stream()
                .filter(fact -> tables.get(fact.subject()).equals(name))
                .toList();
    }

    /** Everything by which the actual facts break the contract, a line each; empty when none do. */
    List<String> violations(Collection<Fact> actual) {
        Map<String, Fact> bySubject =
                actual.stream().collect(Collectors.toMap(Fact::subject, fact -> fact));
        List<String> violations = new ArrayList<>();
        for (Fact fact : recorded.values()) {
            Fact now = bySubject.get(fact.subject());
            if (now == null) {
                violations.add("removed: " + fact);
            } else if (!now.equals(fact)) {
                violations.add("changed: " + fact + "  ->  " + now);
            }
        }
        for (Fact fact : additions(actual)) {
            if (table(fact).equals(EXTENSIONS)
                    && tables.containsKey(ownerSubject(fact))
                    && fact.number().orElse(FIRST_NUMBER_OF_OURS) < FIRST_NUMBER_OF_OURS) {
                violations.add("number below " + FIRST_NUMBER_OF_OURS + ": " + fact);
            }
        }
        return violations;
    }

    /** Facts about subjects of which nothing is recorded. */
    List<Fact> additions(Collection<Fact> actual) {
        return actual.stream().filter(fact -> !recorded.containsKey(fact.subject())).toList();
    }

    /**
     * Adds the additions to the tables they belong to. Call it only when nothing is violated: then
     * a table that is written again has all of its lines and new ones.
     *
     * @param actual the facts by file
     */
    void record(Path directory, SortedMap<String, List<Fact>> actual) throws IOException {
        for (String table : List.of(EXTENSIONS, REST)) {
            Path path = directory.resolve(table);
            List<String> lines =
                    new ArrayList<>(
                            Files.readAllLines(path).stream()
                                    .takeWhile(line -> !line.isBlank())
                                    .toList());
            actual.forEach(
                    (file, facts) -> {
                        List<String> ofTable =
                                facts.stream()
                                        .filter(fact -> table(fact).equals(table))
                                        .map(Fact::toString)
                                        .toList();
                        if (!ofTable.isEmpty()) {
                            lines.add("");
                            lines.add("# " + file);
                            lines.addAll(ofTable);
                        }
                    });
            Files.write(path, lines);
        }
    }

    /** The table where a fact stands, or where it would belong. */
    private String table(Fact fact) {
        String known = tables.get(fact.subject());
        if (known != null) {
            return known;
        }
        boolean inside =
                recorded.values().stream()
                        .filter(other -> other.kind() != Fact.Kind.FIELD)
                        .anyMatch(other -> fact.name().startsWith(other.name() + "."));
        return inside && fact.name().startsWith(PUBLISHED_PACKAGES) ? EXTENSIONS : REST;
    }

    private static String ownerSubject(Fact fact) {
        return (fact.kind() == Fact.Kind.VALUE ? "enum " : "message ") + fact.owner();
    }
}
