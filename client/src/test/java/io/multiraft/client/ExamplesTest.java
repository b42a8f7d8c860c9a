package io.multiraft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.testing.TlsTesting;
import io.multiraft.client.errors.MultiRaftException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the Javadoc do what they say, and are the ones that run here. */
class ExamplesTest {

    private static final Path SOURCES = Path.of("src/main/java/io/multiraft/client");
    private static final Path EXAMPLES = Path.of("src/test/java/io/multiraft/client/Examples.java");

    /** Where an example runs with something else than what the Javadoc says. */
    private static final Map<String, String> STAND_INS =
            Map.of(
                    "\"sample:5678\"", "endpoint",
                    "\"sample\",5678", "host,port",
                    "Path.of(\"/tls/ca.crt\")", "ca",
                    "Path.of(\"/tls/tls.crt\")", "certificate",
                    "Path.of(\"/tls/tls.key\")", "key");

    private static final Pattern BLOCK =
            Pattern.compile("(?s)<pre>\\{@code(.*?)\\n[ ]*\\* }</pre>");

    private static final Pattern README_BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

    private final FakeCluster cluster = new FakeCluster(2);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private FakeNode node;
    private MultiRaftClient client;

    @BeforeEach
    void start() throws IOException {
        node = cluster.node();
        client = FakeCluster.client(node).build();
        PrintStream print = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(print);
        System.setErr(print);
    }

    @AfterEach
    void stop() {
        System.setOut(out);
        System.setErr(err);
        client.close();
        cluster.close();
    }

    @Test
    void everyExampleOfTheJavadocRunsHere() throws IOException {
        String examples = withoutSpace(Files.readString(EXAMPLES));
        List<String> documented;
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            documented =
                    sources.filter(file -> file.toString().endsWith(".java"))
                            .flatMap(ExamplesTest::blocks)
                            .toList();
        }
        assertThat(documented).hasSize(14).allSatisfy(code -> assertThat(examples).contains(code));
    }

    @Test
    void everyExampleOfTheReadmeRunsHere() throws IOException {
        String examples = withoutSpace(Files.readString(EXAMPLES));
        List<String> documented =
                README_BLOCK
                        .matcher(Files.readString(Path.of("README.md")))
                        .results()
                        .map(ExamplesTest::code)
                        .toList();
        assertThat(documented).hasSize(4).allSatisfy(code -> assertThat(examples).contains(code));
    }

    private static Stream<String> blocks(Path source) {
        try {
            return BLOCK
                    .matcher(Files.readString(source))
                    .results()
                    .map(ExamplesTest::code)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String code(MatchResult block) {
        String code = withoutSpace(block.group(1).replaceAll("\\n[ ]*\\*", ""));
        for (Map.Entry<String, String> standIn : STAND_INS.entrySet()) {
            code = code.replace(standIn.getKey(), standIn.getValue());
        }
        return code;
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    @Test
    void clientsConnectAsTheySay(@TempDir Path directory) throws IOException {
        int port =
                cluster.start(
                                node,
                                Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()))
                        .getPort();
        untilInTime(() -> Examples.firstSteps("localhost:" + port));
        assertThat(cluster.counters).isNotEmpty();
        untilInTime(
                () -> {
                    try (MultiRaftClient settings = Examples.settings("localhost", port)) {
                        Examples.counter(settings.openSession(SessionOptions.unnamed()));
                    }
                });
        Path ca = file(directory, "ca.pem");
        Path certificate = file(directory, "client.pem");
        Examples.tls("localhost:" + port, ca, certificate, file(directory, "client.key")).close();
    }

    /** The deadlines of the examples are those of programs, not of tests on a busy machine. */
    private static void untilInTime(ThrowingRunnable example) {
        Awaitility.await()
                .ignoreExceptionsInstanceOf(MultiRaftException.class)
                .untilAsserted(example);
    }

    @Test
    void sessionsAreNamedTakenOverAndOver() {
        Session session = Examples.onEnd(client);
        session.close();
        Awaitility.await().until(() -> text().contains("CLOSED: closed by this client"));
        assertThat(Examples.named(client).leases()).hasSize(2);
        Examples.attach(client);
        assertThat(text()).contains("2 is held since epoch 1");
        assertThat(cluster.opens).last().matches(open -> open.getAttach());
    }

    @Test
    void countersCount() throws Exception {
        Session session = client.openSession(SessionOptions.unnamed());
        assertThat(Examples.counter(session)).isEqualTo(1);
        assertThat(Examples.asyncCounter(session).toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isEqualTo(4);
        Examples.errors(session.counter("seats"));
        session.close();
        Examples.errors(session.counter("seats"));
        assertThat(text()).contains("open another session: ");
    }

    @Test
    void mapsKeepAndTell() throws Exception {
        Session session = client.openSession(SessionOptions.unnamed());
        VersionedMap<String, String> colours = Examples.map(session);
        assertThat(colours.get("sky")).map(Versioned::value).contains("grey");
        Examples.events(colours);
        Awaitility.await().until(() -> text().contains("REPLAYED sky"));
        assertThat(Examples.asyncMap(colours).toCompletableFuture().get(10, TimeUnit.SECONDS))
                .map(Versioned::value)
                .contains("green");
        Awaitility.await().until(() -> text().contains("INSERTED sea"));
        Examples.codec(session).put(new UUID(1, 2), 3L);
        session.close();
        Awaitility.await().until(() -> text().contains("no more events: "));
    }

    @Test
    void thePartitionProtocolIsThereCallByCall() {
        ManagedChannel channel = InProcessChannelBuilder.forName(node.name()).build();
        try {
            Examples.partition(channel);
        } finally {
            channel.shutdownNow();
        }
        assertThat(cluster.closes).hasSize(1);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static Path file(Path directory, String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream content = TlsTesting.loadCert(name)) {
            Files.copy(content, file);
        }
        return file;
    }
}
