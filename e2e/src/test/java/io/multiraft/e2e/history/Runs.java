package io.multiraft.e2e.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories of runs. */
final class Runs {

    private Runs() {}

    /** Makes it, and deletes what an earlier run left in it. */
    static void empty(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Path> left;
        try (Stream<Path> files = Files.walk(directory)) {
            left =
                    files.filter(file -> !file.equals(directory))
                            .sorted(Comparator.reverseOrder())
                            .toList();
        }
        for (Path file : left) {
            Files.delete(file);
        }
    }
}
