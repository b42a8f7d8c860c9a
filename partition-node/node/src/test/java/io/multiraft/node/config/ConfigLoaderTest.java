package io.multiraft.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.multiraft.node.config.NodeConfig.Logging;
import io.multiraft.node.config.NodeConfig.Ports;
import io.multiraft.node.config.NodeConfig.Raft;
import io.multiraft.node.config.NodeConfig.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigLoaderTest {

    private static final Overrides NOTHING = new Overrides(Map.of(), Map.of());

    /** DATA stands for a directory that exists. */
    private static final String GOOD =
            """
            cluster: sample
            name: sample-1
            dataDirectory: DATA
            members:
              - {name: sample-0, host: sample-0.members}
              - {name: sample-1, host: sample-1.members, apiPort: 6678}
              - {name: sample-2, host: sample-2.members}
            partitions:
              - {id: 1, members: [sample-0, sample-1, sample-2], bootstrap: true}
              - {id: 2, members: [sample-1, sample-2, sample-0]}
            """;

    @TempDir private Path directory;

    @Test
    void readsWhatAnOperatorWrites() throws Exception {
        NodeConfig config = load(GOOD, NOTHING);

        assertThat(config.cluster()).isEqualTo("sample");
        assertThat(config.dataDirectory()).isEqualTo(directory);
        assertThat(config.self().host()).isEqualTo("sample-1.members");
        assertThat(config.member("sample-0").apiAddress()).isEqualTo("sample-0.members:5678");
        assertThat(config.number("sample-2")).isEqualTo(3);
        assertThat(config.partitions())
                .containsExactly(
                        new NodeConfig.Partition(
                                1, List.of("sample-0", "sample-1", "sample-2"), true),
                        new NodeConfig.Partition(
                                2, List.of("sample-1", "sample-2", "sample-0"), false));
        assertThat(config.raft()).isEqualTo(Raft.DEFAULT);
        assertThat(config.session()).isEqualTo(Session.DEFAULT);
        assertThat(config.logging()).isEqualTo(Logging.DEFAULT);
        assertThat(config.ports())
                .as("what it announces to the others, it listens on")
                .isEqualTo(new Ports(6678, 5679, 5680, 9090));
    }

    @Test
    void readsEveryOptionalSetting() throws Exception {
        NodeConfig config =
                load(
                        GOOD
                                + """
                                raft: {electionTimeoutMin: 500ms, electionTimeoutMax: 2s, snapshotEntries: 500}
                                session: {defaultTimeout: 5m, minTimeout: 2s, maxTimeout: 24h}
                                logging: {format: json, level: debug}
                                """,
                        NOTHING);

        assertThat(config.raft())
                .isEqualTo(new Raft(Duration.ofMillis(500), Duration.ofSeconds(2), 500));
        assertThat(config.session())
                .isEqualTo(
                        new Session(
                                Duration.ofMinutes(5), Duration.ofSeconds(2), Duration.ofDays(1)));
        assertThat(config.logging())
                .isEqualTo(new Logging(Logging.Format.JSON, Logging.Level.DEBUG));
    }

    @Test
    void flagsWinOverTheEnvironmentAndTheEnvironmentOverTheFile() throws Exception {
        NodeConfig config =
                load(
                        GOOD + "logging: {format: text, level: error}\n",
                        new Overrides(
                                Map.of("name", "sample-2", "apiPort", "7000"),
                                Map.of(
                                        "MULTIRAFT_NAME", "sample-0",
                                        "MULTIRAFT_LOGGING_LEVEL", "warn",
                                        "MULTIRAFT_RAFT_ELECTION_TIMEOUT_MAX", "9s",
                                        "MULTIRAFT_SERVICE_HOST", "10.0.0.1")));

        assertThat(config.name()).isEqualTo("sample-2");
        assertThat(config.ports().api()).isEqualTo(7000);
        assertThat(config.logging())
                .isEqualTo(new Logging(Logging.Format.TEXT, Logging.Level.WARN));
        assertThat(config.raft().electionTimeoutMax()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void namesTheFlagOrVariableThatIsWrong() throws Exception {
        assertThat(
                        mistakes(
                                GOOD,
                                new Overrides(
                                        Map.of("apiPort", "70000", "logging.level", "loud"),
                                        Map.of("MULTIRAFT_SESSION_MIN_TIMEOUT", "soon"))))
                .containsExactly(
                        "MULTIRAFT_SESSION_MIN_TIMEOUT: soon is not a duration such as 500ms, 10s,"
                                + " 5m or 1h",
                        "--logging-level: loud is not one of trace, debug, info, warn, error",
                        "--api-port: 70000 is not a port, 1..65535");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(noConfigs(), wrongKeysAndValues(), wrongReferences())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> noConfigs() {
        return Stream.of(
                row("an empty file", "", "is not a mapping of keys to values"),
                row("a list", "- a\n- b\n", "is not a mapping of keys to values"),
                row(
                        "no YAML",
                        "cluster: [sample\nname: x\n",
                        "is not YAML: expected ',' or ']', but got : at line 2, column 4"),
                row(
                        "a key twice",
                        "cluster: a\ncluster: b\n",
                        "is not YAML: found duplicate key cluster at line 2, column 0"),
                row(
                        "nothing that is needed",
                        "logging: {level: info}\n",
                        "cluster: is missing; give the name of the cluster",
                        "name: is missing; give this node's name by --name or MULTIRAFT_NAME",
                        "dataDirectory: is missing; give the directory for the node's data",
                        "members: is missing; list the nodes of the cluster",
                        "partitions: is missing; list the partitions, ids from 1"));
    }

    private static Stream<Arguments> wrongKeysAndValues() {
        return Stream.of(
                row(
                        "unknown keys, near and far",
                        GOOD
                                + "dataDir: x\n"
                                + "loging: {}\n"
                                + "flavour: sweet\n"
                                + "raft: {electionTimeout: 1s}\n",
                        "raft.electionTimeout: unknown key; did you mean electionTimeoutMax?",
                        "dataDir: unknown key; did you mean dataDirectory?",
                        "loging: unknown key; did you mean logging?",
                        "flavour: unknown key; known keys are adminPort, apiPort, cluster,"
                                + " dataDirectory, httpPort, logging, members, name, partitions,"
                                + " peerPort, raft, session"),
                row(
                        "bad values",
                        GOOD
                                + """
                                apiPort: 0
                                httpPort: 5679
                                raft: {electionTimeoutMin: 10ms, electionTimeoutMax: 5ms, snapshotEntries: 1}
                                session: {defaultTimeout: 48h, minTimeout: 0s, maxTimeout: 25h}
                                logging: {format: xml, level: [info]}
                                """,
                        "raft.snapshotEntries: 1 is not a number of log entries, 100..1000000000",
                        "raft.electionTimeoutMin: is under 100ms, the least that works",
                        "raft.electionTimeoutMax: is not above electionTimeoutMin",
                        "session.minTimeout: is zero; a session needs time to be kept alive",
                        "session.maxTimeout: is above 24h, the most that a partition takes",
                        "session.defaultTimeout: is not between minTimeout and maxTimeout",
                        "logging.format: xml is not one of text, json",
                        "logging.level: [info] is not one of trace, debug, info, warn, error",
                        "apiPort: 0 is not a port, 1..65535",
                        "httpPort: 5679 is also the peerPort"),
                row(
                        "sections that are none",
                        GOOD + "raft: fast\nlogging: [json]\n",
                        "raft: fast is not a mapping of keys to values",
                        "logging: [json] is not a mapping of keys to values"));
    }

    private static Stream<Arguments> wrongReferences() {
        return Stream.of(
                row(
                        "members that clash",
                        GOOD.replace("sample-2.members", "sample-0.members")
                                .replace("{name: sample-1, host", "{name: sample-0, hots: x, host"),
                        "members[1].hots: unknown key; did you mean host?",
                        "members[1].name: sample-0 is there twice; names are unique",
                        "members[2].peerPort: sample-0.members:5679 is also that of sample-0;"
                                + " members on one host need ports of their own",
                        "name: sample-1 is not a member; members are sample-0, sample-0, sample-2",
                        "partitions[0].members[1]: sample-1 is not a member; members are sample-0,"
                                + " sample-0, sample-2",
                        "partitions[1].members[0]: sample-1 is not a member; members are sample-0,"
                                + " sample-0, sample-2"),
                row(
                        "partitions out of order, with strangers and twins",
                        GOOD.replace("id: 2", "id: 3")
                                .replace("sample-2, sample-0]", "sample-1, sample-9]"),
                        "partitions[1].id: 3 is not 2; ids count from 1 in order",
                        "partitions[1].members[1]: sample-1 is there twice",
                        "partitions[1].members[2]: sample-9 is not a member; members are sample-0,"
                                + " sample-1, sample-2"),
                row(
                        "names that DNS does not take",
                        GOOD.replace("cluster: sample", "cluster: My_Cluster"),
                        "cluster: My_Cluster is not a DNS label: a-z, 0-9 and -, at most 63"
                                + " characters"),
                row(
                        "a data directory that is not there, and a bad port with it",
                        GOOD.replace("DATA", "DATA/missing") + "adminPort: -1\n",
                        "dataDirectory: DATA/missing does not exist; create it, or mount a volume"
                                + " there",
                        "adminPort: -1 is not a port, 1..65535"),
                row(
                        "a data directory that is a file",
                        GOOD.replace("DATA", "DATA/node.yaml"),
                        "dataDirectory: DATA/node.yaml is not a directory"));
    }

    private static Arguments row(String name, String yaml, String... expected) {
        return Arguments.of(name, yaml, List.of(expected));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void namesAllMistakesAtOnce(String name, String yaml, List<String> expected) throws Exception {
        assertThat(mistakes(yaml, NOTHING))
                .containsExactlyElementsOf(
                        expected.stream()
                                .map(line -> line.replace("DATA", directory.toString()))
                                .toList());
    }

    @Test
    void saysThatTheFileIsNotThere() {
        Path missing = directory.resolve("none.yaml");
        ConfigException refused =
                catchThrowableOfType(
                        ConfigException.class, () -> ConfigLoader.load(missing, NOTHING));

        assertThat(refused.mistakes())
                .containsExactly(
                        missing
                                + ": cannot be read: there is no such file; name the file with"
                                + " --config");
    }

    private List<String> mistakes(String yaml, Overrides overrides) throws IOException {
        Path file = write(yaml);
        ConfigException refused =
                catchThrowableOfType(
                        ConfigException.class, () -> ConfigLoader.load(file, overrides));
        return refused.mistakes().stream()
                .map(line -> line.substring((file + ": ").length()))
                .toList();
    }

    private NodeConfig load(String yaml, Overrides overrides) throws Exception {
        return ConfigLoader.load(write(yaml), overrides);
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(
                directory.resolve("node.yaml"), yaml.replace("DATA", directory.toString()));
    }
}
