package io.multiraft.node.config;

import io.multiraft.node.config.Overrides.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One mapping of the file. Every key that is asked for is a known key; {@link #end} reports the
 * rest. A value that cannot be used is reported and read as its default, so that the reading goes
 * on to the next mistake.
 */
final class Section {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    private final String path;
    private final Map<?, ?> values;
    private final Overrides overrides;
    private final List<String> mistakes;
    private final Set<String> known = new TreeSet<>();

    Section(String path, Map<?, ?> values, Overrides overrides, List<String> mistakes) {
        this.path = path;
        this.values = values;
        this.overrides = overrides;
        this.mistakes = mistakes;
    }

    /** Where a key of this section stands in the file. */
    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void mistake(String key, String message) {
        mistakes.add(at(key) + ": " + message);
    }

    /** Text that must be there; the empty string after a mistake. */
    String required(String key, String meaning) {
        Optional<Value> found = find(key);
        if (found.isEmpty()) {
            mistake(key, "is missing; give " + meaning);
        }
        return found.map(value -> text(value, meaning)).orElse("");
    }

    /** A DNS label that must be there; the empty string after a mistake. */
    String label(String key, String meaning) {
        String text = required(key, meaning);
        if (!text.isEmpty() && !LABEL.matcher(text).matches()) {
            report(find(key).orElseThrow(), "a DNS label: a-z, 0-9 and -, at most 63 characters");
            return "";
        }
        return text;
    }

    int port(String key, int fallback) {
        return (int) integer(key, fallback, 1, 65535, "a port, 1..65535");
    }

    long integer(String key, long fallback, long min, long max, String accepted) {
        return read(
                key,
                fallback,
                accepted,
                value -> {
                    String text = value.toString();
                    if (!text.matches("-?[0-9]{1,18}")) {
                        return Optional.empty();
                    }
                    long number = Long.parseLong(text);
                    return number < min || number > max ? Optional.empty() : Optional.of(number);
                });
    }

    boolean bool(String key, boolean fallback) {
        return read(
                key,
                fallback,
                "true or false",
                value ->
                        Optional.of(value.toString())
                                .filter(text -> text.equals("true") || text.equals("false"))
                                .map(Boolean::parseBoolean));
    }

    Duration duration(String key, Duration fallback) {
        return read(key, fallback, "a duration such as 500ms, 10s, 5m or 1h", Section::duration);
    }

    private static Optional<Duration> duration(Object value) {
        Matcher matcher = DURATION.matcher(value.toString());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofHours(count);
                });
    }

    <E extends Enum<E>> E choice(String key, E fallback) {
        E[] constants = fallback.getDeclaringClass().getEnumConstants();
        List<String> names =
                Arrays.stream(constants).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
        return read(
                key,
                fallback,
                "one of " + String.join(", ", names),
                value ->
                        Optional.of(names.indexOf(value.toString()))
                                .filter(index -> index >= 0)
                                .map(index -> constants[index]));
    }

    /** The section under a key; an empty one when it is absent, or after a mistake. */
    Section section(String key) {
        Object value = inFile(key).orElse(Map.of());
        return new Section(at(key), mapping(at(key), value), overrides, mistakes);
    }

    /** The sections in a list that must have at least one. */
    List<Section> sections(String key, String meaning) {
        List<Section> sections = new ArrayList<>();
        for (Object value : list(key, meaning)) {
            String where = at(key) + "[" + sections.size() + "]";
            sections.add(new Section(where, mapping(where, value), overrides, mistakes));
        }
        return sections;
    }

    /** The texts in a list that must have at least one. */
    List<String> texts(String key, String meaning) {
        return list(key, meaning).stream().map(Object::toString).toList();
    }

    /** Reports every key that nobody asked for. Asked keys must all have been asked before. */
    void end() {
        Set<String> unknown = new LinkedHashSet<>();
        values.keySet().forEach(key -> unknown.add(String.valueOf(key)));
        unknown.removeAll(known);
        for (String key : unknown) {
            String nearest =
                    NearestName.of(key, known)
                            .map(name -> "did you mean " + name + "?")
                            .orElse("known keys are " + String.join(", ", known));
            mistake(key, "unknown key; " + nearest);
        }
    }

    private List<?> list(String key, String meaning) {
        Object value = inFile(key).orElse(List.of());
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        mistake(key, value instanceof List ? "is missing; list " + meaning : "is not a list");
        return List.of();
    }

    private Map<?, ?> mapping(String where, Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        mistakes.add(where + ": " + value + " is not a mapping of keys to values");
        return Map.of();
    }

    private <T> T read(
            String key, T fallback, String accepted, Function<Object, Optional<T>> parser) {
        Optional<Value> found = find(key);
        if (found.isEmpty()) {
            return fallback;
        }
        Optional<T> parsed = parser.apply(found.get().value());
        if (parsed.isEmpty()) {
            report(found.get(), accepted);
        }
        return parsed.orElse(fallback);
    }

    private String text(Value found, String accepted) {
        if (found.value() instanceof Map || found.value() instanceof List) {
            report(found, accepted);
            return "";
        }
        return found.value().toString();
    }

    private void report(Value found, String accepted) {
        mistakes.add(found.origin() + ": " + found.value() + " is not " + accepted);
    }

    private Optional<Value> find(String key) {
        Optional<Object> inFile = inFile(key);
        Optional<Value> override = overrides.find(at(key));
        return override.isPresent() ? override : inFile.map(value -> new Value(at(key), value));
    }

    private Optional<Object> inFile(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }
}
