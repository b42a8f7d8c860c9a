package io.multiraft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.sim.check.Checker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SameSeedSameTraceTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void twoRunsOfASeedAreTheSameLineByLine(long seed) {
        List<String> first = trace(seed);
        assertThat(first).hasSizeGreaterThan(500);
        assertThat(trace(seed)).isEqualTo(first);
    }

    @Test
    void seedsDiffer() {
        assertThat(trace(1)).isNotEqualTo(trace(2));
    }

    /** Hashes that differ between processes, and sets that are salted, show only here. */
    @Test
    void anotherProcessHasTheSameTrace() throws IOException, InterruptedException {
        ByteArrayOutputStream here = new ByteArrayOutputStream();
        SimulateMain.run(new String[] {"7"}, new PrintStream(here, true, StandardCharsets.UTF_8));
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classPath,
                                SimulateMain.class.getName(),
                                "7")
                        .redirectErrorStream(true)
                        .start();
        byte[] there = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        assertThat(new String(there, StandardCharsets.UTF_8))
                .startsWith("trace ")
                .isEqualTo(here.toString(StandardCharsets.UTF_8));
    }

    private static List<String> trace(long seed) {
        List<String> lines = new ArrayList<>();
        SimulatorOptions options = SimulatorOptions.of(seed);
        new Simulator(options, new Wiring(), Checker.of(options.limits()), lines::add).run();
        return lines;
    }
}
