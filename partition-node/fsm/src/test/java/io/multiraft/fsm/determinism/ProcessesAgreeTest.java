package io.multiraft.fsm.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.testing.RandomLog;
import io.multiraft.proto.internal.v1.LogEntry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessesAgreeTest {

    private static final int ENTRIES = 10_000;
    private static final int ENTRIES_TO_FIND_A_FAULT = 300;

    @TempDir private Path directory;

    @ParameterizedTest(name = "small limits: {0}")
    @ValueSource(booleans = {false, true})
    void everyProcessHasTheSameFingerprintAtEveryIndexAndTheSameSnapshots(boolean smallLimits)
            throws Exception {
        List<String> here = writeLog(ENTRIES, smallLimits);

        List<ReplayProcess> processes = new ArrayList<>();
        for (Surroundings surroundings : Surroundings.values()) {
            processes.add(ReplayProcess.start(directory, surroundings, smallLimits, Fault.NONE));
        }
        for (ReplayProcess process : processes) {
            assertThat(firstDifference(process.lines(), here)).isEqualTo("none");
        }
    }

    /** Without this nobody would know whether the test above can fail. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFaultInOneProcessIsFound(Fault fault) throws Exception {
        writeLog(ENTRIES_TO_FIND_A_FAULT, false);

        ReplayProcess one =
                ReplayProcess.start(directory, Surroundings.INTERPRETED_IN_TURKISH, false, fault);
        ReplayProcess other =
                ReplayProcess.start(directory, Surroundings.COMPILED_IN_ARABIC, false, fault);

        assertThat(firstDifference(one.lines(), other.lines())).startsWith("line ");
    }

    @ParameterizedTest(name = "small limits: {0}")
    @ValueSource(booleans = {false, true})
    void theLogHasEveryInput(boolean smallLimits) throws IOException {
        InputCases cases = new InputCases();
        RandomLog log = new RandomLog(seed(smallLimits));
        Replay replay = new Replay(smallLimits);
        for (int i = 0; i < ENTRIES; i++) {
            LogEntry entry = log.next();
            log.learn(replay.apply(entry));
            cases.add(entry);
        }
        assertThat(cases.missing()).isEmpty();
    }

    /** Writes a log for the processes and returns what came of it here. */
    private List<String> writeLog(int entries, boolean smallLimits) throws IOException {
        RandomLog log = new RandomLog(seed(smallLimits));
        Replay replay = new Replay(smallLimits);
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(directory.resolve(Replay.LOG)))) {
            for (int i = 0; i < entries; i++) {
                LogEntry entry = log.next();
                log.learn(replay.apply(entry));
                entry.writeDelimitedTo(out);
            }
        }
        return replay.lines();
    }

    private static long seed(boolean smallLimits) {
        return smallLimits ? 32 : 31;
    }

    private static String firstDifference(List<String> lines, List<String> expected) {
        int common = Math.min(lines.size(), expected.size());
        for (int i = 0; i < common; i++) {
            if (!lines.get(i).equals(expected.get(i))) {
                return "line %d: %s, but %s".formatted(i, lines.get(i), expected.get(i));
            }
        }
        return lines.size() == expected.size()
                ? "none"
                : "%d lines, but %d".formatted(lines.size(), expected.size());
    }
}
