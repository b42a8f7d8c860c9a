package io.multiraft.node.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Settings from outside the file. A key of the file has one name in each place: {@code
 * logging.level} is {@code MULTIRAFT_LOGGING_LEVEL} in the environment and {@code --logging-level}
 * on the command line, which wins.
 *
 * @param flags values by key, such as {@code logging.level}
 */
public record Overrides(Map<String, String> flags, Map<String, String> environment) {

    public Overrides {
        flags = Map.copyOf(flags);
        environment = Map.copyOf(environment);
    }

    Optional<Value> find(String key) {
        if (flags.containsKey(key)) {
            String flag = words(key).toLowerCase(Locale.ROOT).replace('_', '-');
            return Optional.of(new Value("--" + flag, flags.get(key)));
        }
        String variable = "MULTIRAFT_" + words(key).toUpperCase(Locale.ROOT);
        return Optional.ofNullable(environment.get(variable))
                .map(text -> new Value(variable, text));
    }

    private static String words(String key) {
        return key.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2");
    }

    /**
     * A value and where it was set, for messages.
     *
     * @param value what a YAML parser gives: text, number, boolean, list or map
     */
    record Value(String origin, Object value) {}
}
