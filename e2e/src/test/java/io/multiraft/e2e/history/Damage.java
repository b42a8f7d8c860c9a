package io.multiraft.e2e.history;

import io.multiraft.e2e.support.Await;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Faults of disks, of one node at a time: what the other two have keeps the cluster right. */
final class Damage {

    private static final int VERDICT_SECONDS = 180;

    /** Ratis begins a segment with these. */
    private static final int HEADER_BYTES = 8;

    private static final Duration AWAY = Duration.ofSeconds(2);

    private Damage() {}

    /** Fills the disk until the node, which may lead, gives itself up; then makes room again. */
    static void fillDisk(Scene scene) {
        NodeProcess node = scene.cluster().node(NodeCluster.NODE_WITH_SMALL_DISK);
        if (scene.random().nextBoolean()) {
            scene.cluster().lead(node);
        }
        Path filler = node.files().resolve("filler");
        try {
            fill(filler);
            // What was allocated to the log has room for small operations.
            scene.workload().writeLarge(() -> !node.running());
            node.awaitEnd();
            scene.pass(AWAY);
        } finally {
            delete(filler);
        }
        node.start();
    }

    private static void fill(Path filler) {
        byte[] megabyte = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(megabyte);
            }
        } catch (IOException e) {
            // No space is left: that is the end of it.
        }
    }

    /** The end of the last record is gone, as after a loss of power: the node must repair it. */
    static void tearLog(Scene scene) {
        NodeProcess node = scene.follower();
        node.kill();
        scene.pass(AWAY);
        Path segment = lastSegment(node);
        byte[] bytes = read(segment);
        int end = endOfRecords(bytes);
        int torn = Math.min(end - HEADER_BYTES, 4 + scene.random().nextInt(16));
        if (torn > 0) {
            Arrays.fill(bytes, end - torn, end, (byte) 0);
            write(segment, bytes);
        }
        node.start();
        Await.within(VERDICT_SECONDS, "the node with a torn log is ready")
                .until(() -> scene.cluster().ready(node));
    }

    /**
     * One bit of the log is another. The node may refuse the log, by its end or in its status, or
     * never have needed that byte. Then the byte is put right again.
     */
    static void flipLogByte(Scene scene) {
        NodeProcess node = scene.follower();
        node.kill();
        scene.pass(AWAY);
        List<Path> segments = node.logSegments();
        Path segment = segments.get(scene.random().nextInt(segments.size()));
        byte[] bytes = read(segment);
        int records = endOfRecords(bytes) - HEADER_BYTES;
        if (records > 0) {
            byte[] damaged = bytes.clone();
            damaged[HEADER_BYTES + scene.random().nextInt(records)] ^=
                    (byte) (1 << scene.random().nextInt(8));
            write(segment, damaged);
        }
        node.start();
        Await.within(VERDICT_SECONDS, "the node with a damaged log is ready, or refuses it")
                .until(() -> !node.running() || settled(scene.cluster(), node));
        if (node.running() && scene.cluster().ready(node)) {
            return;
        }
        if (node.running()) {
            node.kill();
        }
        scene.pass(AWAY);
        write(segment, bytes);
        node.start();
    }

    private static boolean settled(NodeCluster cluster, NodeProcess node) {
        return cluster.status(node)
                .filter(status -> status.getReady() || status.getRole() == Role.FAILED)
                .isPresent();
    }

    /**
     * The data of one node is gone. It may neither vote nor serve: with one more node away, the
     * last one is no majority. Then its data is put back, as that of a node that was away.
     */
    static void wipe(Scene scene) {
        NodeProcess node = scene.anyNode();
        NodeProcess other = scene.cluster().others(node).get(scene.random().nextInt(2));
        node.kill();
        Path kept = node.files().resolveSibling("kept");
        move(node.files(), kept);
        node.start();
        Await.within(VERDICT_SECONDS, "the wiped node says that it is no member")
                .until(
                        () ->
                                scene.cluster()
                                        .status(node)
                                        .map(PartitionStatus::getRole)
                                        .filter(Role.NOT_A_MEMBER::equals)
                                        .isPresent());
        other.kill();
        // Calls that were under way when it was killed may still be answered.
        long killed = System.nanoTime();
        scene.workload().pass(Duration.ofSeconds(5));
        long answered = scene.workload().history().answeredOfThoseSince(killed);
        if (answered > 0) {
            throw new AssertionError(
                    answered
                            + " operations were answered by one node and one that has lost its"
                            + " data");
        }
        other.start();
        scene.pass(AWAY);
        node.kill();
        deleteAll(node.files());
        move(kept, node.files());
        node.start();
    }

    /** The one that is being written, or the last one if none is. */
    private static Path lastSegment(NodeProcess node) {
        List<Path> segments = node.logSegments();
        return segments.get(segments.size() - 1);
    }

    /** Where the zeros begin that a segment was allocated with. */
    private static int endOfRecords(byte[] bytes) {
        int end = bytes.length;
        while (end > HEADER_BYTES && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Entry by entry, as a directory may be the root of a disk. */
    private static void move(Path from, Path to) {
        Shell.run("mkdir -p %s %s", from, to);
        Shell.run("cp -a %s/. %s", from, to);
        deleteAll(from);
    }

    private static void deleteAll(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(file -> !file.equals(directory))
                    .sorted(Comparator.reverseOrder())
                    .forEach(Damage::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
