package io.multiraft.node.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off the last record of a group's open log segment if it was not written to its end.
 *
 * <p>Segments are preallocated with zeros, so Ratis takes such a record for a damaged one and does
 * not start. It was never flushed, hence never acknowledged. Whatever else is wrong with a log is
 * not repaired: the member has lost what it had promised to keep, and must be replaced.
 */
public final class LogTailRepair {

    private static final Logger LOG = LoggerFactory.getLogger(LogTailRepair.class);

    private LogTailRepair() {}

    /**
     * Before Ratis opens the group.
     *
     * @throws DataDirectoryException the open segment is damaged
     */
    public static void repair(Path groupDirectory) throws IOException {
        Path current = groupDirectory.resolve("current");
        if (!Files.isDirectory(current)) {
            return;
        }
        for (Path segment : openSegments(current)) {
            repairSegment(segment);
        }
    }

    private static List<Path> openSegments(Path current) throws IOException {
        try (Stream<Path> files = Files.list(current)) {
            return files.filter(file -> file.getFileName().toString().startsWith("log_inprogress_"))
                    .toList();
        }
    }

    private static void repairSegment(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        LogSegment.Scan scan = LogSegment.scan(bytes);
        switch (scan.state()) {
            case WHOLE -> LOG.debug("{}: {} records", segment, scan.records());
            case TORN -> {
                LOG.warn(
                        "{}: the record after {} good ones was not written to its end; cut off at"
                                + " byte {} of {}",
                        segment,
                        scan.records(),
                        scan.goodBytes(),
                        bytes.length);
                truncate(segment, scan.goodBytes());
            }
            case DAMAGED ->
                    throw new DataDirectoryException(
                            String.format(
                                    "%s is damaged at byte %d, after %d good records, and not by a"
                                        + " write that was cut off: this member must be replaced",
                                    segment, scan.goodBytes(), scan.records()));
        }
    }

    private static void truncate(Path segment, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            channel.force(true);
        }
    }
}
