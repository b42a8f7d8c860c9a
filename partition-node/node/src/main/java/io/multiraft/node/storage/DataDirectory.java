package io.multiraft.node.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in which one node keeps everything, held by one process at a time.
 *
 * <pre>
 * identity.json   whose it is
 * lock            held by the process that uses it
 * raft/UUID/      one Raft group each, laid out by Ratis
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {

    /** Below this a log could not even be opened. */
    static final long MIN_FREE_BYTES = 32L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private final Path root;
    private final Identity identity;
    private final FileChannel lock;

    private DataDirectory(Path root, Identity identity, FileChannel lock) {
        this.root = root;
        this.identity = identity;
        this.lock = lock;
    }

    /**
     * Takes the directory for a member, or finds that it is that member's already.
     *
     * @throws DataDirectoryException it is another's, or in use, or cannot be written, or is full
     */
    public static DataDirectory open(Path root, String cluster, String name) throws IOException {
        FileChannel lock = null;
        try {
            lock = lock(root);
            checkFreeSpace(root, Files.getFileStore(root).getUsableSpace());
            Identity identity = identify(root, cluster, name);
            Path groups = root.resolve("raft");
            Files.createDirectories(groups);
            DurableFiles.syncDirectory(root);
            return new DataDirectory(root, identity, lock);
        } catch (DataDirectoryException e) {
            close(lock);
            throw e;
        } catch (IOException e) {
            close(lock);
            throw new DataDirectoryException("Data directory " + root + " cannot be used: " + e, e);
        }
    }

    /** Random id given to the directory when it was first used. */
    public String incarnation() {
        return identity.incarnation();
    }

    /** Where the Raft groups are. */
    public Path groups() {
        return root.resolve("raft");
    }

    /** The groups that are on the disk. */
    public List<UUID> groupIds() throws IOException {
        try (Stream<Path> entries = Files.list(groups())) {
            return entries.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                    .map(UUID::fromString)
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        close(lock);
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(
                            root.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new DataDirectoryException("Data directory " + root + " does not exist", e);
        }
        FileLock held = null;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            LOG.debug("Held by this process", e);
        }
        if (held == null) {
            close(channel);
            throw new DataDirectoryException(
                    "Data directory " + root + " is in use by another process");
        }
        return channel;
    }

    static void checkFreeSpace(Path root, long usableBytes) throws DataDirectoryException {
        if (usableBytes < MIN_FREE_BYTES) {
            throw new DataDirectoryException(
                    String.format(
                            "Data directory %s has %d bytes free; at least %d are needed to start",
                            root, usableBytes, MIN_FREE_BYTES));
        }
    }

    private static Identity identify(Path root, String cluster, String name) throws IOException {
        Path file = root.resolve("identity.json");
        if (!Files.exists(file)) {
            Identity identity = Identity.create(cluster, name);
            DurableFiles.write(file, identity.toJson());
            LOG.info("Data directory {} is new: incarnation {}", root, identity.incarnation());
            return identity;
        }
        Identity found = read(file);
        if (!found.cluster().equals(cluster) || !found.name().equals(name)) {
            throw new DataDirectoryException(
                    String.format(
                            "Data directory %s belongs to member %s of cluster %s; this is member"
                                    + " %s of cluster %s",
                            root, found.name(), found.cluster(), name, cluster));
        }
        return found;
    }

    private static Identity read(Path file) throws IOException {
        try {
            return Identity.fromJson(Files.readAllBytes(file));
        } catch (DataDirectoryException e) {
            throw new DataDirectoryException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.warn("The lock of the data directory cannot be let go", e);
        }
    }
}
