package io.multiraft.bench.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The node as it was built from some source tree.
 *
 * @param script what starts it in its container, and knows the options of its JVM
 * @param classPath jars of the node
 */
public record NodeBuild(Path script, String classPath) {

    /** The script begins in the image's folder; that is all a process outside has to change. */
    private static final String FOLDER_OF_IMAGE = "\ncd /app\n";

    /**
     * The node of a tree, built with its libraries beside it.
     *
     * @throws IllegalArgumentException it is not built
     */
    public static NodeBuild of(Path tree) {
        Path target = tree.resolve("partition-node/node/target");
        String jars =
                Stream.concat(
                                files(target).filter(NodeBuild::isNode),
                                files(target.resolve("libraries")))
                        .map(file -> file.toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator));
        return new NodeBuild(script(tree), jars);
    }

    /** Where a source tree has the script. */
    public static Path script(Path tree) {
        return tree.resolve("partition-node/node/src/main/image/usr/bin/multiraft-node");
    }

    private static boolean isNode(Path file) {
        return file.getFileName()
                .toString()
                .matches("multiraft-node-.*(?<!-tests|-sources|-javadoc)\\.jar");
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "no built node in " + folder + "; e2e/bench/run.sh builds it", e);
        }
    }

    /** Writes the script for a process in a folder of its own. */
    Path install(Path home) {
        try {
            String text = Files.readString(script);
            if (!text.contains(FOLDER_OF_IMAGE)) {
                throw new IllegalArgumentException(
                        script + " has no line 'cd /app', so it cannot be run outside an image");
            }
            Files.writeString(home.resolve("class-path"), classPath);
            return Files.writeString(
                    home.resolve("start.sh"),
                    text.replace(FOLDER_OF_IMAGE, "\ncd '%s'\n".formatted(home)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
