package io.multiraft.node.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an exchange of snapshot directories that was cut off.
 *
 * <p>When a member gets a snapshot, Ratis moves the directory with the old one aside, moves the new
 * one into its place, and deletes the old. Between the two moves there is none, and a member that
 * stops there would come back without its state and with a log that starts in the middle.
 */
public final class SnapshotDirectoryRepair {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotDirectoryRepair.class);

    private SnapshotDirectoryRepair() {}

    /** Before Ratis opens the group. */
    public static void repair(Path groupDirectory) throws IOException {
        Path snapshots = groupDirectory.resolve("sm");
        for (Path aside : movedAside(groupDirectory)) {
            if (Files.exists(snapshots)) {
                DurableFiles.deleteTree(aside);
            } else {
                LOG.warn("{} was moved aside and not replaced: moved back", aside);
                Files.move(aside, snapshots);
            }
        }
        DurableFiles.syncDirectory(groupDirectory);
    }

    /** The latest first: names end in the time. */
    private static List<Path> movedAside(Path groupDirectory) throws IOException {
        try (Stream<Path> files = Files.list(groupDirectory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("sm.tmp"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
