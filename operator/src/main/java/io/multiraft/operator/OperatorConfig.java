package io.multiraft.operator;

import io.multiraft.operator.plan.Durations;
import io.multiraft.operator.resources.NodeDefaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the operator is set up: by flags, else by the environment, else by default.
 *
 * @param watchNamespaces namespaces to look at; empty is all
 * @param nodeDefaults for clusters that do not say
 * @param leaderBalanceAfter how long all must have been well before a lead is moved
 * @param mirroredSessionsMax how many sessions of clients are shown as objects, of each cluster
 * @param leaderElection whether several operators agree on one that acts
 * @param leaseName Lease they agree by
 * @param namespace namespace of that Lease
 * @param name of this operator among them
 * @param httpPort of probes and metrics; 0 is any
 * @param logFormat text or json
 * @param logLevel trace, debug, info, warn or error
 */
public record OperatorConfig(
        Set<String> watchNamespaces,
        NodeDefaults nodeDefaults,
        Duration leaderBalanceAfter,
        int mirroredSessionsMax,
        boolean leaderElection,
        String leaseName,
        String namespace,
        String name,
        int httpPort,
        String logFormat,
        String logLevel) {

    private static final String DNS_LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    private static final int PORT_MAX = 65_535;

    /** Each is an object in the operator's memory and in the API server's. */
    private static final int MIRRORED_SESSIONS_BOUND = 10_000;

    public OperatorConfig {
        watchNamespaces = Set.copyOf(watchNamespaces);
    }

    /** A setting: {@code --flag value} or {@code --flag=value} on the command line. */
    enum Setting {
        WATCH_NAMESPACES("MULTIRAFT_WATCH_NAMESPACES", "", "namespaces, by comma; none is all"),
        NODE_IMAGE("MULTIRAFT_NODE_IMAGE", "", "image of clusters that name none"),
        NODE_IMAGE_PULL_POLICY(
                "MULTIRAFT_NODE_IMAGE_PULL_POLICY", "IfNotPresent", "Always, IfNotPresent, Never"),
        NODE_IMAGE_PULL_SECRETS(
                "MULTIRAFT_NODE_IMAGE_PULL_SECRETS", "", "names of Secrets, by comma"),
        LEADER_BALANCE_AFTER(
                "MULTIRAFT_LEADER_BALANCE_AFTER",
                "30s",
                "for so long all is well before a partition's lead is moved"),
        MIRRORED_SESSIONS_MAX(
                "MULTIRAFT_MIRRORED_SESSIONS_MAX",
                "1000",
                "so many sessions of a cluster's clients are shown as objects"),
        LEADER_ELECTION("MULTIRAFT_LEADER_ELECTION", "true", "true or false"),
        LEASE_NAME("MULTIRAFT_LEASE_NAME", "multiraft-operator", "Lease for leader election"),
        NAMESPACE("POD_NAMESPACE", "default", "namespace of that Lease"),
        NAME("POD_NAME", "multiraft-operator", "name of this operator, unlike any other's"),
        HTTP_PORT("MULTIRAFT_HTTP_PORT", "8080", "port of /livez, /readyz and /metrics"),
        LOG_FORMAT("MULTIRAFT_LOG_FORMAT", "text", "text or json"),
        LOG_LEVEL("MULTIRAFT_LOG_LEVEL", "info", "trace, debug, info, warn or error");

        final String variable;
        final String fallback;
        final String meaning;

        Setting(String variable, String fallback, String meaning) {
            this.variable = variable;
            this.fallback = fallback;
            this.meaning = meaning;
        }

        String flag() {
            return "--" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        static Optional<Setting> ofFlag(String flag) {
            return Arrays.stream(values()).filter(one -> one.flag().equals(flag)).findFirst();
        }
    }

    /**
     * @param defaultImage image of the nodes when nothing else is said
     * @throws MistakesException with everything that is wrong
     */
    static OperatorConfig parse(
            List<String> arguments, Map<String, String> environment, String defaultImage)
            throws MistakesException {
        Reader reader = new Reader(environment);
        reader.readFlags(arguments);
        OperatorConfig config =
                new OperatorConfig(
                        reader.names(Setting.WATCH_NAMESPACES),
                        new NodeDefaults(
                                Optional.of(reader.text(Setting.NODE_IMAGE))
                                        .filter(image -> !image.isEmpty())
                                        .orElse(defaultImage),
                                reader.choice(
                                        Setting.NODE_IMAGE_PULL_POLICY,
                                        "Always",
                                        "IfNotPresent",
                                        "Never"),
                                List.copyOf(reader.names(Setting.NODE_IMAGE_PULL_SECRETS))),
                        reader.duration(Setting.LEADER_BALANCE_AFTER, "1s", "24h"),
                        reader.number(Setting.MIRRORED_SESSIONS_MAX, 1, MIRRORED_SESSIONS_BOUND),
                        reader.choice(Setting.LEADER_ELECTION, "true", "false").equals("true"),
                        reader.name(Setting.LEASE_NAME),
                        reader.name(Setting.NAMESPACE),
                        reader.text(Setting.NAME),
                        reader.port(Setting.HTTP_PORT),
                        reader.choice(Setting.LOG_FORMAT, "text", "json"),
                        reader.choice(
                                Setting.LOG_LEVEL, "trace", "debug", "info", "warn", "error"));
        if (!reader.mistakes.isEmpty()) {
            throw new MistakesException(reader.mistakes);
        }
        return config;
    }

    boolean watches(String watched) {
        return watchNamespaces.isEmpty() || watchNamespaces.contains(watched);
    }

    /** What can be set, a line each. */
    static String help() {
        return Arrays.stream(Setting.values())
                .map(
                        setting ->
                                "  %-27s %-34s %s (default: %s)%n"
                                        .formatted(
                                                setting.flag(),
                                                setting.variable,
                                                setting.meaning,
                                                setting.fallback.isEmpty()
                                                        ? "none"
                                                        : setting.fallback))
                .collect(Collectors.joining());
    }

    /** The settings are wrong; each line says what came and what would be accepted. */
    static final class MistakesException extends Exception {

        private static final long serialVersionUID = 1;

        private final ArrayList<String> mistakes;

        MistakesException(List<String> mistakes) {
            super(String.join("\n", mistakes));
            this.mistakes = new ArrayList<>(mistakes);
        }

        List<String> mistakes() {
            return List.copyOf(mistakes);
        }
    }

    /** Reads settings and collects what is wrong with them. */
    private static final class Reader {

        private final Map<String, String> environment;
        private final Map<Setting, String> flags = new HashMap<>();
        private final List<String> mistakes = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        void readFlags(List<String> arguments) {
            for (int i = 0; i < arguments.size(); i++) {
                String argument = arguments.get(i);
                int equals = argument.indexOf('=');
                String flag = equals < 0 ? argument : argument.substring(0, equals);
                Optional<Setting> setting = Setting.ofFlag(flag);
                boolean valueFollows =
                        equals < 0
                                && i + 1 < arguments.size()
                                && !arguments.get(i + 1).startsWith("--");
                if (setting.isEmpty()) {
                    i += valueFollows ? 1 : 0;
                    mistakes.add(
                            "%s is not known; known are %s"
                                    .formatted(flag, all(Setting.values(), Setting::flag)));
                } else if (equals < 0 && !valueFollows) {
                    mistakes.add(flag + " needs a value: " + setting.get().meaning);
                } else {
                    flags.put(
                            setting.get(),
                            equals < 0 ? arguments.get(++i) : argument.substring(equals + 1));
                }
            }
        }

        String text(Setting setting) {
            return Optional.ofNullable(flags.get(setting))
                    .or(() -> Optional.ofNullable(environment.get(setting.variable)))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .orElse(setting.fallback);
        }

        Set<String> names(Setting setting) {
            Set<String> names = new TreeSet<>();
            for (String name : text(setting).split(",", -1)) {
                String stripped = name.strip();
                if (!stripped.isEmpty()) {
                    names.add(checkedName(setting, stripped));
                }
            }
            return names;
        }

        String name(Setting setting) {
            return checkedName(setting, text(setting));
        }

        private String checkedName(Setting setting, String name) {
            if (!name.matches(DNS_LABEL)) {
                wrong(setting, name, "a name of at most 63 characters of a-z, 0-9 and '-'");
            }
            return name;
        }

        String choice(Setting setting, String... accepted) {
            String text = text(setting);
            if (!List.of(accepted).contains(text)) {
                wrong(setting, text, "one of " + String.join(", ", accepted));
            }
            return text;
        }

        Duration duration(Setting setting, String min, String max) {
            String text = text(setting);
            Duration least = Durations.parse(min);
            if (Durations.isDuration(text)) {
                Duration duration = Durations.parse(text);
                if (duration.compareTo(least) >= 0
                        && duration.compareTo(Durations.parse(max)) <= 0) {
                    return duration;
                }
            }
            wrong(
                    setting,
                    text,
                    "a duration from %s to %s, such as 1500ms, 30s, 5m or 1h".formatted(min, max));
            return least;
        }

        int port(Setting setting) {
            return number(setting, 0, PORT_MAX, "a port, ");
        }

        int number(Setting setting, int least, int most) {
            return number(setting, least, most, "a whole number, ");
        }

        private int number(Setting setting, int least, int most, String what) {
            String text = text(setting);
            int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
            if (number < least || number > most) {
                wrong(setting, text, what + least + " to " + most);
                return least;
            }
            return number;
        }

        private void wrong(Setting setting, String value, String accepted) {
            String origin = flags.containsKey(setting) ? setting.flag() : setting.variable;
            mistakes.add("%s is '%s'; it must be %s".formatted(origin, value, accepted));
        }

        private static <T> String all(T[] values, Function<T, String> name) {
            return Arrays.stream(values).map(name).collect(Collectors.joining(", "));
        }
    }
}
