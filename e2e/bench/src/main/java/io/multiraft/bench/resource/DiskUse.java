package io.multiraft.bench.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What files take. */
final class DiskUse {

    private DiskUse() {}

    /** Sizes of all files in a directory. Some may come and go meanwhile. */
    static double bytes(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToDouble(DiskUse::size).sum();
        } catch (IOException | UncheckedIOException e) {
            return Double.NaN;
        }
    }

    private static double size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
