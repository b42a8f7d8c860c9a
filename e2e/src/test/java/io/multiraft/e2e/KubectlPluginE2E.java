package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionEnd;
import io.multiraft.client.SessionOptions;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.Command;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.TestBed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin as it is installed and typed. */
@EndToEnd
@Order(62)
class KubectlPluginE2E {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    /** The plugin's own folder on the PATH is the first argument of the script. */
    private static final String WITH_PLUGIN = "PATH=$0/bin:$PATH exec \"$@\"";

    @TempDir private Path prefix;
    private Command command;

    @BeforeEach
    void install(TestBed bed) {
        command = bed.cluster().command();
        command.run(TIMEOUT, "", List.of("client/kubectl/install.sh", "--built", prefix.toString()))
                .orThrow();
        assertThat(prefix.resolve("lib/kubectl-multiraft/classes.jsa")).isNotEmptyFile();
    }

    @Test
    void showsWhatThereIsAndActsOnIt(TestBed bed) {
        assertThat(multiraft("sessions")).contains("orders", "settings", "worker", "OPEN");
        assertThat(multiraft("session", "orders", "-o", "json")).contains("\"state\": \"OPEN\"");
        // Two say so for a moment when a lead moves.
        Await.soon("each partition with one leader")
                .untilAsserted(
                        () ->
                                assertThat(
                                                multiraft("partitions", "-o", "yaml")
                                                        .split("role: LEADER"))
                                        .hasSize(TestBed.PARTITIONS + 1));

        assertThat(multiraft("counter", "inc", "plugin-hits", "5")).contains("5");
        assertThat(multiraft("counter", "dec", "plugin-hits")).contains("4");
        assertThat(multiraft("map", "put", "plugin-map", "key", "a value")).contains("a value");
        assertThat(multiraft("map", "ls", "plugin-map")).contains("key", "a value");
        watched(
                "{\"event\":\"REPLAYED\",\"key\":\"key\",\"value\":\"a value\"",
                "map",
                "watch",
                "plugin-map",
                "-o",
                "json");
        assertThat(watched("orders", "sessions", "--watch")).doesNotContain("CLOSED");
        multiraft("map", "rm", "plugin-map", "key");
        assertFails("key key is not in map plugin-map", "map", "get", "plugin-map", "key");

        String leader = bed.sample().leaderOf(1).getMetadata().getName();
        String other = leader.endsWith("-0") ? "sample-1" : "sample-0";
        assertThat(multiraft("transfer", "1", other)).contains("partition 1: " + other + " leads");
        assertFails("there is no partition 9", "transfer", "9");
    }

    @Test
    void revokesTheSessionOfAClient(TestBed bed) {
        try (MultiRaftClient client = bed.sample().client();
                Session session = client.openSession(SessionOptions.named("revoked"))) {
            assertThat(multiraft("sessions", "-o", "json")).contains("\"revoked\"");
            session.counter("held").increment(1);
            assertThat(multiraft("session", "revoked")).contains("held", "Counter");

            assertThat(multiraft("revoke", "revoked")).contains("session revoked ended");

            Await.soon("the client told").until(() -> session.ended().isPresent());
            assertThat(session.ended().map(SessionEnd::reason)).contains(SessionEnd.Reason.REVOKED);
        }
        assertThat(multiraft("session", "revoked")).contains("CLOSED");
        assertFails("session revoked is not open", "revoke", "revoked");
    }

    @Test
    void saysWhatIsWrongWithTheCluster() {
        assertFails(
                "no pod of cluster other runs in this namespace, but pods of sample",
                "sessions",
                "-c",
                "other");
        assertFails(
                "in this namespace runs no pod of any cluster", "sessions", "-n", "kube-system");
        assertThat(run("__complete", "multiraft", "sess").output()).contains("session", "sessions");
    }

    /** What a command prints that has no end, until that text has come. */
    private String watched(String text, String... arguments) {
        List<String> line = new ArrayList<>(List.of("kubectl"));
        line.addAll(List.of(multiraftLine(arguments)));
        return command.runUntil(text, withPlugin(line));
    }

    private String multiraft(String... arguments) {
        return run(multiraftLine(arguments)).orThrow();
    }

    private void assertFails(String message, String... arguments) {
        Command.Result result = run(multiraftLine(arguments));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors()).startsWith("error: ").contains(message);
    }

    private static String[] multiraftLine(String... arguments) {
        List<String> line = new ArrayList<>(List.of("multiraft"));
        line.addAll(List.of(arguments));
        return line.toArray(String[]::new);
    }

    private Command.Result run(String... arguments) {
        List<String> line = new ArrayList<>(List.of("kubectl"));
        line.addAll(List.of(arguments));
        return command.run(TIMEOUT, "", withPlugin(line));
    }

    private List<String> withPlugin(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("bash", "-c", WITH_PLUGIN, prefix.toString()));
        line.addAll(arguments);
        return line;
    }
}
