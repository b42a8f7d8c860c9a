package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares with a checked-in file. {@code -Drewrite=true} writes the file instead, for a person to
 * read the difference.
 */
public final class Golden {

    private Golden() {}

    public static void assertMatches(Path file, String content) {
        try {
            if (Boolean.getBoolean("rewrite")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, content);
            }
            assertThat(file).as("%s is missing; -Drewrite=true writes it", file).exists();
            assertThat(content)
                    .as("%s is out of date; -Drewrite=true writes it anew", file)
                    .isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
