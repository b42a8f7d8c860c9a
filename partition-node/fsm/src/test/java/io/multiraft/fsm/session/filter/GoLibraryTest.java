package io.multiraft.fsm.session.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * 100,000 random filters, which {@code src/test/go/filtervectors/random.go} makes from the same
 * numbers with the library in Go; of each block of 100 the digests must be the same. {@code go run
 * . block N} there prints the filters of a block that differs.
 */
class GoLibraryTest {

    private static final Path DIGESTS = Path.of("src/test/testdata/filter/digests.txt");
    private static final int BLOCKS = 1_000;
    private static final int FILTERS_PER_BLOCK = 100;
    private static final int FIRST_OF_ANY_SIZE = 500;
    private static final int PROBES = 40;

    @Test
    void everyRandomFilterIsThatOfTheGoLibraryAndSaysTheSame() throws IOException, Refusal {
        List<String> digests =
                Files.readAllLines(DIGESTS).stream().filter(line -> !line.startsWith("#")).toList();

        assertThat(digests).hasSize(BLOCKS);
        for (int block = 0; block < BLOCKS; block++) {
            assertThat(digestsOf(block))
                    .as("go run . block %s", block)
                    .isEqualTo(digests.get(block));
        }
    }

    private static String digestsOf(int block) throws Refusal {
        Fnv filters = new Fnv();
        Fnv answers = new Fnv();
        for (int i = 0; i < FILTERS_PER_BLOCK; i++) {
            SplitMix random = new SplitMix((long) block * FILTERS_PER_BLOCK + i);
            int count = 1 + random.below(60);
            long first = random.next() >>> random.below(64);
            int step = 1 + random.below(9);
            long[] numbers = new long[count];
            for (int j = 0; j < count; j++) {
                numbers[j] = first + (long) j * step;
            }
            ByteString text =
                    block < FIRST_OF_ANY_SIZE
                            ? FilterBuilder.containing(numbers)
                            : FilterBuilder.containing(
                                    1 + random.below(3_000), 1 + random.below(64), numbers);
            filters.add(text.toByteArray());
            PendingCommandsFilter filter = PendingCommandsFilter.parse(text);
            StringBuilder said = new StringBuilder();
            for (int j = 0; j < PROBES; j++) {
                long probe = first + random.below(2 * count * step);
                said.append(filter.mayContain(probe) ? '1' : '0');
            }
            answers.add(said.toString().getBytes(StandardCharsets.US_ASCII));
        }
        return "%d | %s | %s".formatted(block, filters, answers);
    }

    /** The generator of the Go program. */
    private static final class SplitMix {

        private long state;

        SplitMix(long seed) {
            state = seed;
        }

        long next() {
            state += 0x9e3779b97f4a7c15L;
            long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
            return mixed ^ mixed >>> 31;
        }

        int below(int bound) {
            return (int) Long.remainderUnsigned(next(), bound);
        }
    }

    /** FNV-1a of 64 bits. */
    private static final class Fnv {

        private long hash = 0xcbf29ce484222325L;

        void add(byte[] bytes) {
            for (byte one : bytes) {
                hash = (hash ^ one & 0xff) * 0x100000001b3L;
            }
        }

        @Override
        public String toString() {
            return "%016x".formatted(hash);
        }
    }
}
