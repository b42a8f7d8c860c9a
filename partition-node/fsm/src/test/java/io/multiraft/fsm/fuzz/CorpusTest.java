package io.multiraft.fsm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.session.filter.FilterBuilder;
import io.multiraft.proto.internal.v1.LogEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The inputs that a fuzzer starts from or has found. With -Drewrite=true, makes the first anew. */
class CorpusTest {

    private static final Path CORPUS = Path.of("src/test/testdata/fuzz");
    private static final String REAL = "real-";
    private static final int SEEDS = 12;
    private static final int ENTRIES_PER_SEED = 4;

    /** The targets, by the names of their directories. */
    enum Target {
        LOG_ENTRY("log-entry", LogEntryTarget::isApplied) {
            @Override
            List<byte[]> seeds() {
                List<LogEntry> entries = new ArrayList<>();
                int count = LogEntryTarget.ENTRIES_BEFORE + SEEDS * ENTRIES_PER_SEED;
                Machines.snapshotAfter(LogEntryTarget.SEED, count, entries);
                List<byte[]> seeds = new ArrayList<>();
                for (int i = LogEntryTarget.ENTRIES_BEFORE; i < count; i += ENTRIES_PER_SEED) {
                    LogEntry.Builder several = LogEntry.newBuilder();
                    entries.subList(i, i + ENTRIES_PER_SEED).forEach(several::mergeFrom);
                    seeds.add(several.build().toByteArray());
                }
                return seeds;
            }
        },
        SNAPSHOT("snapshot", SnapshotTarget::isRestored) {
            @Override
            List<byte[]> seeds() {
                return LongStream.rangeClosed(1, SEEDS)
                        .mapToObj(seed -> Machines.snapshotAfter(seed, (int) seed * 6))
                        .toList();
            }
        },
        FILTER("filter", FilterTarget::isAccepted) {
            @Override
            List<byte[]> seeds() {
                List<byte[]> filters = new ArrayList<>();
                String nothing = "{\"m\":1,\"k\":9223372036854775808,\"b\":\"AAAAAAAAAAA=\"}";
                filters.add(nothing.getBytes(StandardCharsets.US_ASCII));
                for (int count = 1; count < SEEDS; count++) {
                    long[] numbers = LongStream.rangeClosed(1, 3L * count).toArray();
                    filters.add(FilterBuilder.containing(numbers).toByteArray());
                }
                return filters;
            }
        };

        private final Path directory;
        private final Predicate<byte[]> accepts;

        Target(String directory, Predicate<byte[]> accepts) {
            this.directory = CORPUS.resolve(directory);
            this.accepts = accepts;
        }

        abstract List<byte[]> seeds();

        List<Path> inputs() throws IOException {
            try (Stream<Path> inputs = Files.list(directory)) {
                return inputs.sorted().toList();
            }
        }
    }

    @BeforeAll
    static void rewrite() throws IOException {
        if (Boolean.getBoolean("rewrite")) {
            for (Target target : Target.values()) {
                rewrite(target);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyInputIsTakenOrRefusedButBreaksNothing(Target target) throws IOException {
        List<Path> inputs = target.inputs();

        assertThat(inputs).hasSizeGreaterThanOrEqualTo(SEEDS);
        for (Path input : inputs) {
            try {
                target.accepts.test(Files.readAllBytes(input));
            } catch (RuntimeException | Error e) {
                throw new AssertionError(input + " breaks the target", e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasOnceRealIsStillTaken(Target target) throws IOException {
        for (Path input : target.inputs()) {
            if (input.getFileName().toString().startsWith(REAL)) {
                assertThat(target.accepts.test(Files.readAllBytes(input)))
                        .as("%s is accepted; if the format has changed, -Drewrite=true", input)
                        .isTrue();
            }
        }
    }

    private static void rewrite(Target target) throws IOException {
        Files.createDirectories(target.directory);
        List<byte[]> seeds = target.seeds();
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(target.directory.resolve(REAL + (i + 1)), seeds.get(i));
        }
    }
}
