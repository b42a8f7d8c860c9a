package io.multiraft.bench.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a disk has been told to write, by all processes and with what the file system adds. A
 * process's own count, {@code write_bytes}, is of no use: it takes a small write into a large
 * cached page for all of that page, which makes hundreds of kilobytes of an entry in a log.
 */
final class DiskDevice {

    private static final int SECTOR_BYTES = 512;

    /** Columns of {@code /proc/diskstats}. */
    private static final int SECTORS_WRITTEN = 9;

    private DiskDevice() {}

    /** Of the disk that a directory is on; not a number where that is no disk of its own. */
    static double writtenBytes(Path directory) {
        try {
            long device = (Long) Files.getAttribute(directory, "unix:dev");
            return writtenBytes(Files.readAllLines(Path.of("/proc/diskstats")), device);
        } catch (IOException | UnsupportedOperationException e) {
            return Double.NaN;
        }
    }

    /**
     * Finds the disk's line.
     *
     * @param device as the C library writes it: twelve bits of the major number before eight of the
     *     minor one
     */
    static double writtenBytes(List<String> statistics, long device) {
        String major = Long.toString(device >> 8 & 0xfff);
        String minor = Long.toString(device & 0xff);
        return statistics.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[0].equals(major) && columns[1].equals(minor))
                .mapToDouble(columns -> Double.parseDouble(columns[SECTORS_WRITTEN]) * SECTOR_BYTES)
                .findFirst()
                .orElse(Double.NaN);
    }
}
