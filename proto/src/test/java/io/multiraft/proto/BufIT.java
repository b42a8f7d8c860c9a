package io.multiraft.proto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * buf's rules ({@code buf.yaml}) for the proto files: lint, format, and nothing that breaks what is
 * generated from them, compared with the image of the contract as it was recorded last.
 */
class BufIT {
    private static final Path BUF = Path.of(System.getProperty("buf"));
    private static final Path IMAGE = Contract.DIRECTORY.resolve("image.binpb").toAbsolutePath();
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Path SESSION = Path.of("src/main/proto/atomix/session/session.proto");

    @TempDir private Path copy;

    record Result(int exitCode, String output) {}

    @BeforeAll
    static void makeExecutable() {
        File buf = BUF.toFile();
        assertThat(buf.canExecute() || buf.setExecutable(true)).as("%s can be run", buf).isTrue();
    }

    @Test
    void findsNothingToLint() throws Exception {
        assertThat(buf(PROJECT, "lint")).isEqualTo(new Result(0, ""));
    }

    @Test
    void findsNothingToFormat() throws Exception {
        assertThat(buf(PROJECT, "format", "--diff", "--exit-code")).isEqualTo(new Result(0, ""));
    }

    @Test
    void findsNothingBrokenAndTheImageUpToDate() throws Exception {
        assertThat(buf(PROJECT, "breaking", "--against", IMAGE.toString()))
                .isEqualTo(new Result(0, ""));
        if (Contract.REWRITE) {
            assertThat(buf(PROJECT, "build", "--exclude-source-info", "-o", IMAGE.toString()))
                    .isEqualTo(new Result(0, ""));
        }

        List<Fact> imaged = ContractFiles.factsOfImage(IMAGE);
        Contract contract = Contract.read(Contract.DIRECTORY);
        assertThat(contract.violations(imaged))
                .as("The image lacks facts; mvn -f proto/pom.xml verify -Drewrite=true adds them.")
                .isEmpty();
        assertThat(contract.additions(imaged)).as("facts that left the tables").isEmpty();
    }

    @Test
    void namesALintErrorThatWasPlanted() throws Exception {
        plant(SESSION, "rpc KeepAlive(", "rpc keep_alive(");

        Result result = buf(copy, "lint");

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("session.proto").contains("keep_alive");
    }

    @Test
    void namesAFieldThatIsGone() throws Exception {
        plant(SESSION, "  bool delete = 2;\n", "");

        Result result = buf(copy, "breaking", "--against", IMAGE.toString());

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output())
                .contains("field \"2\" with name \"delete\"")
                .contains("\"CloseSessionRequest\"");
    }

    @Test
    void namesAJavaPackageThatMoved() throws Exception {
        plant(SESSION, "\"io.multiraft.proto.session\"", "\"io.multiraft.session\"");

        Result result = buf(copy, "breaking", "--against", IMAGE.toString());

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("java_package").contains("io.multiraft.session");
    }

    private void plant(Path file, String from, String to) throws IOException {
        try (Stream<Path> paths = Files.walk(PROJECT.resolve("src/main/proto"))) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path target = copy.resolve(PROJECT.relativize(path));
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
        Files.copy(PROJECT.resolve("buf.yaml"), copy.resolve("buf.yaml"));
        String text = Files.readString(copy.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(copy.resolve(file), text.replace(from, to));
    }

    private static Result buf(Path directory, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(BUF.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("buf", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
