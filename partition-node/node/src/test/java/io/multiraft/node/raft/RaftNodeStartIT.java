package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.storage.DataDirectoryException;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does with the disk and the port it finds. */
class RaftNodeStartIT {

    @TempDir private Path root;

    @Test
    void tornLastRecordIsCutOffAndNothingAcknowledgedIsLost() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 1, 1, 1_000).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            for (int i = 0; i < 5; i++) {
                client.increment();
            }
            Path crashed = crashImage(cluster);
            cluster.stopAll();
            replace(cluster, crashed);
            Path segment = openSegment(cluster);
            byte[] bytes = Files.readAllBytes(segment);
            int end = endOfRecords(bytes);
            // A record of 90 bytes of which 40 arrived, as a write that was cut off leaves it.
            bytes[end] = 90;
            for (int i = 1; i < 40; i++) {
                bytes[end + i] = (byte) i;
            }
            Files.write(segment, bytes);

            cluster.startAll(false);

            assertThat(client.get()).isEqualTo(5);
            assertThat(client.increment()).isEqualTo(6);
        }
    }

    @Test
    void damagedRecordInTheMiddleIsRefused() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 1, 1, 1_000).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            client.increment();
            Path crashed = crashImage(cluster);
            cluster.stopAll();
            replace(cluster, crashed);
            Path segment = openSegment(cluster);
            byte[] bytes = Files.readAllBytes(segment);
            bytes[endOfRecords(bytes) / 2] ^= 1;
            Files.write(segment, bytes);

            assertThatThrownBy(() -> cluster.startAll(false))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining("damaged")
                    .hasMessageContaining("must be replaced");
        }
    }

    @Test
    void damagedClosedSegmentIsRefusedAndTheDirectoryIsLetGo() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 1, 1, 1_000).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            cluster.stopAll();
            // The next term begins a segment of its own.
            cluster.startAll(false);
            client.increment();
            cluster.stopAll();
            Path segment = segments(cluster, "log_0-").get(0);
            byte[] whole = Files.readAllBytes(segment);
            byte[] damaged = whole.clone();
            damaged[whole.length / 2] ^= 1;
            Files.write(segment, damaged);

            assertThatThrownBy(() -> cluster.startAll(false))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining(cluster.directory("node-0").toString());

            Files.write(segment, whole);
            cluster.startAll(false);
            assertThat(client.get()).isEqualTo(1);
        }
    }

    @Test
    void logWithoutTheSnapshotBeforeItIsRefused() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 1, 1, 20).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            for (int i = 0; i < 100; i++) {
                client.increment();
            }
            cluster.stopAll();
            cluster.startAll(false);
            client.increment();
            cluster.replica("node-0", 1).takeSnapshot().toCompletableFuture().join();
            client.increment();
            cluster.stopAll();
            delete(cluster.groupDirectory("node-0", 1).resolve("sm"));

            assertThatThrownBy(() -> cluster.startAll(false))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining("must be replaced");
        }
    }

    @Test
    void groupThatTheConfigurationDoesNotPlaceHereIsRefused() throws Exception {
        new TestCluster(root, 1, 2, 1_000).startAll(true).close();

        try (TestCluster smaller = new TestCluster(root, 1, 1, 1_000)) {
            assertThatThrownBy(() -> smaller.startAll(false))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining("none of the partitions")
                    .hasMessageContaining("[1]");
        }
    }

    @Test
    void portThatIsInUseIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            NodeConfig.Ports ports = new NodeConfig.Ports(0, taken.getLocalPort(), 0, 0);
            NodeConfig config =
                    new NodeConfig(
                            "test",
                            "node-0",
                            root,
                            List.of(new NodeConfig.Member("node-0", "127.0.0.1", ports)),
                            List.of(new NodeConfig.Partition(1, List.of("node-0"), true)),
                            NodeConfig.Raft.DEFAULT,
                            NodeConfig.Session.DEFAULT,
                            NodeConfig.Logging.DEFAULT,
                            ports);

            assertThatThrownBy(() -> RaftNode.start(config, "test", reason -> {}))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("" + taken.getLocalPort());
        }
    }

    /** The files as a process that is killed leaves them. */
    private Path crashImage(TestCluster cluster) throws IOException {
        Path image = root.resolve("image");
        copy(cluster.groupDirectory("node-0", 1), image);
        return image;
    }

    private void replace(TestCluster cluster, Path image) throws IOException {
        Path group = cluster.groupDirectory("node-0", 1);
        delete(group);
        copy(image, group);
    }

    private static Path openSegment(TestCluster cluster) throws IOException {
        return segments(cluster, "log_inprogress_").get(0);
    }

    private static List<Path> segments(TestCluster cluster, String prefix) throws IOException {
        Path current = cluster.groupDirectory("node-0", 1).resolve("current");
        try (Stream<Path> files = Files.list(current)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
        }
    }

    private static int endOfRecords(byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (!path.endsWith("in_use.lock")) {
                    Files.copy(path, target);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
