package io.multiraft.operator.apiserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** The programs that the local cluster's scripts build. */
final class Programs {

    private Programs() {}

    /** The one that was built last. */
    static Path find(String name) throws IOException {
        String cache =
                Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .orElse(System.getProperty("user.home") + "/.cache");
        Path directory = Path.of(cache, "multiraft", "bin");
        if (Files.isDirectory(directory)) {
            try (var folders = Files.list(directory)) {
                Optional<Path> newest =
                        folders.map(folder -> folder.resolve(name))
                                .filter(Files::isExecutable)
                                .max(Comparator.comparing(Programs::built));
                if (newest.isPresent()) {
                    return newest.get();
                }
            }
        }
        throw new IllegalStateException(
                "%s is not under %s; e2e/cluster/tools.sh builds it".formatted(name, directory));
    }

    private static long built(Path program) {
        return program.toFile().lastModified();
    }
}
