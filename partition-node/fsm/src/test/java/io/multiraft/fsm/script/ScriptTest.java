package io.multiraft.fsm.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ScriptTest {

    private static final Path DIRECTORY = Path.of("src/test/testdata/story");

    @TestFactory
    List<DynamicTest> everyStoryGoesAsItIsWritten() throws IOException {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(nameOf(file), () -> check(file)))
                    .toList();
        }
    }

    @Test
    void anUnknownVerbIsNotOverlooked() {
        Script script = Script.parse("open-sessoin\n----\n");

        assertThat(script.play().toString()).contains("error: unknown verb open-sessoin");
    }

    @Test
    void anArgumentThatNobodyReadsIsNotOverlooked() {
        Script script = Script.parse("open-session timeuot=5s\n----\n");

        assertThat(script.play().toString()).contains("error: unknown arguments [timeuot]");
    }

    private static String nameOf(Path file) {
        return DIRECTORY.relativize(file).toString();
    }

    private static void check(Path file) throws IOException {
        String written = Files.readString(file);
        String played = Script.parse(written).play().toString();
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(file, played);
        } else {
            assertThat(played).as("%s, -Drewrite=true to accept", file).isEqualTo(written);
        }
    }
}
