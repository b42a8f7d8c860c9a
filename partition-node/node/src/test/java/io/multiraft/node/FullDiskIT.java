package io.multiraft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.client.VersionedMap;
import io.multiraft.client.errors.IndeterminateException;
import io.multiraft.client.errors.UnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that cannot grow ends the process, which says so, and keeps what it acknowledged. */
class FullDiskIT {

    private static final ByteString VALUE = ByteString.copyFrom(new byte[50_000]);

    /** Of operations on a node that has ended, for which the test waits. */
    private static final Duration GIVE_UP = Duration.ofSeconds(10);

    @TempDir private Path directory;

    private final int firstPort = FreePorts.row(30);

    @Test
    void endsWithTheReasonInTheLastLineAndLosesNothing() throws Exception {
        Set<String> acknowledged;
        try (NodeProcess node =
                NodeProcess.startWithFilesUpTo(2_048, directory.resolve("full"), dev())) {
            node.awaitOutput("Ctrl-C stops it", 1);
            acknowledged = fill(node);

            assertThat(node.exitCode()).isEqualTo(1);
            assertThat(node.output().strip().lines())
                    .last()
                    .asString()
                    .endsWith(
                            "the node ended with exit code 1: Partition 1: The log cannot be"
                                    + " written: File too large");
        }
        assertThat(acknowledged).isNotEmpty();

        try (NodeProcess node = NodeProcess.start(directory.resolve("again"), dev());
                MultiRaftClient client = client(TestPatience.LONG)) {
            node.awaitOutput("Ctrl-C stops it", 1);
            assertThat(map(client).entries().keySet()).containsAll(acknowledged);
        }
    }

    /** Writes until nobody is there any more. */
    private Set<String> fill(NodeProcess node) {
        Set<String> acknowledged = new TreeSet<>();
        try (MultiRaftClient client = client(GIVE_UP)) {
            VersionedMap<String, ByteString> map =
                    await().ignoreExceptionsInstanceOf(UnavailableException.class)
                            .until(() -> map(client), Objects::nonNull);
            for (int i = 0; i < 1_000 && node.isAlive(); i++) {
                try {
                    map.put("key-" + i, VALUE);
                    acknowledged.add("key-" + i);
                } catch (IndeterminateException | UnavailableException e) {
                    // Nobody promised anything.
                    continue;
                }
            }
        } catch (UnavailableException e) {
            // Nobody is there to close the session.
            assertThat(node.isAlive()).isFalse();
        }
        return acknowledged;
    }

    private static VersionedMap<String, ByteString> map(MultiRaftClient client) {
        Session session = client.openSession(SessionOptions.unnamed());
        return session.map("settings");
    }

    private MultiRaftClient client(Duration deadline) {
        return MultiRaftClient.builder()
                .endpoints("127.0.0.1:" + firstPort)
                .deadline(deadline)
                .build();
    }

    private String[] dev() {
        return new String[] {
            "dev",
            "--members",
            "1",
            "--partitions",
            "1",
            "--data",
            directory.resolve("data").toString(),
            "--port",
            String.valueOf(firstPort),
            "--http-port",
            String.valueOf(firstPort + 25)
        };
    }
}
