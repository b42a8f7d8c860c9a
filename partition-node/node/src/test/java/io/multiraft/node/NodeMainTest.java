package io.multiraft.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Exit codes, and the words that come with them. */
class NodeMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory;

    private int run(String... arguments) {
        CommandLine commandLine = NodeMain.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                                             | name a command: serve, dev, check, version or help
                    sevre                    | Unmatched argument at index 0: 'sevre'
                    serve --prot 1           | Unknown options: '--prot', '1'
                    dev --members 2          | --members 2: accepted are 1 and 3
                    dev --partitions 0       | --partitions 0: accepted are 1..100
                    dev --partitions many    | Invalid value for option '--partitions': 'many' is not an int
                    dev --port 70000         | --port 70000: accepted are 1..65500
                    check --endpoint nowhere | --endpoint nowhere: accepted is HOST:PORT
                    check --endpoint a:b     | --endpoint a:b: accepted is HOST:PORT
                    """)
    void endsWithTwoOnAWrongCommandLine(String arguments, String expected) {
        String[] words = arguments == null ? new String[0] : arguments.trim().split(" ");

        assertThat(run(words)).isEqualTo(2);
        assertThat(err.toString()).startsWith(expected).contains("for help: multiraft-node help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void endsWithTwoAndAllMistakesOfTheConfiguration() throws IOException {
        Path file = Files.writeString(directory.resolve("node.yaml"), "cluser: sample\n");

        assertThat(run("serve", "--config", file.toString(), "--api-port", "99999")).isEqualTo(2);
        assertThat(err.toString().lines())
                .contains(
                        file + ": cluser: unknown key; did you mean cluster?",
                        file + ": cluster: is missing; give the name of the cluster",
                        file + ": --api-port: 99999 is not a port, 1..65535")
                .allMatch(line -> line.startsWith(file + ": "));
    }

    @Test
    void endsWithThreeWhereTheDataBelongToAnotherMember() throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.writeString(
                data.resolve("identity.json"),
                """
                {"cluster": "sample", "name": "sample-7", "incarnation": "x"}
                """);

        assertThat(run(serve(data, "--http-port", String.valueOf(FreePorts.one())))).isEqualTo(3);
        assertThat(err.toString()).startsWith("data directory refused: ").contains("sample-7");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP,  --http-port",
        "peers, --peer-port",
        "API,   --api-port",
        "admin, --admin-port",
    })
    void endsWithOneAndThePortThatIsTaken(String role, String flag) throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        try (ServerSocket taken = new ServerSocket(0)) {
            Map<String, String> ports = new TreeMap<>();
            for (String each :
                    List.of("--http-port", "--peer-port", "--api-port", "--admin-port")) {
                ports.put(each, String.valueOf(FreePorts.one()));
            }
            ports.put(flag, String.valueOf(taken.getLocalPort()));
            String[] more =
                    ports.entrySet().stream()
                            .flatMap(port -> Stream.of(port.getKey(), port.getValue()))
                            .toArray(String[]::new);

            assertThat(run(serve(data, more))).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("port %s (%s) cannot be bound: ".formatted(ports.get(flag), role))
                    .endsWith(
                            "Address already in use; free it, or choose another with %s\n"
                                    .formatted(flag));
        }
    }

    @Test
    void endsWithOneWhereNobodyAnswersACheck() throws IOException {
        String endpoint = "127.0.0.1:" + FreePorts.one();

        assertThat(run("check", "--endpoint", endpoint, "--timeout", "1")).isEqualTo(1);
        assertThat(err.toString()).startsWith("check of " + endpoint + " failed: ");
    }

    @Test
    void printsHelpAndVersionAndEndsWithNothingWrong() {
        assertThat(run("help")).isZero();
        assertThat(run("help", "serve")).isZero();
        assertThat(run("version")).isZero();
        assertThat(out.toString())
                .contains("Exit codes:", "--config=FILE", "multiraft-node unpackaged (Java ");
    }

    private String[] serve(Path data, String... more) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("node.yaml"),
                        """
                        cluster: sample
                        name: sample-0
                        dataDirectory: %s
                        members: [{name: sample-0, host: localhost}]
                        partitions: [{id: 1, members: [sample-0], bootstrap: true}]
                        """
                                .formatted(data));
        String[] arguments = new String[3 + more.length];
        arguments[0] = "serve";
        arguments[1] = "--config";
        arguments[2] = file.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return arguments;
    }
}
