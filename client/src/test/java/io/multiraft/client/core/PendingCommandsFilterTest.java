package io.multiraft.client.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PendingCommandsFilterTest {

    private static final Path DIGESTS =
            Path.of("../partition-node/fsm/src/test/testdata/filter/digests.txt");

    /** Those of which a client chooses the size. */
    private static final int BLOCKS = 500;

    private static final int FILTERS_PER_BLOCK = 100;

    /** Made with github.com/bits-and-blooms/bloom/v3 v3.2.0. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    1         | {"m":7,"k":5,"b":"AAAAAAAAAAcAAAAAAAAAFQ=="}
                    7         | {"m":7,"k":5,"b":"AAAAAAAAAAcAAAAAAAAAcA=="}
                    1 2 3     | {"m":19,"k":5,"b":"AAAAAAAAABMAAAAAAAYgtQ=="}
                    5 300 70000 18446744073709551615 | {"m":25,"k":5,"b":"AAAAAAAAABkAAAAAAMe1pQ=="}
                    """)
    void equalsTheFilterOfTheGoLibrary(String sequenceNums, String filter) {
        List<Long> numbers =
                Arrays.stream(sequenceNums.split(" ")).map(Long::parseUnsignedLong).toList();
        assertThat(PendingCommandsFilter.encode(numbers, 0).toStringUtf8()).isEqualTo(filter);
    }

    @Test
    void equalsTheFilterOfTheGoLibraryForManyNumbers() {
        List<Long> numbers = LongStream.rangeClosed(1, 100).map(i -> i * 37).boxed().toList();
        assertThat(PendingCommandsFilter.encode(numbers, 0).toStringUtf8())
                .isEqualTo(
                        "{\"m\":624,\"k\":5,\"b\":\"AAAAAAAAAnC2XhUhx5-Us96k29BNuSPBcl16PW-8oNNxH_Mi9n7k4Cd"
                            + "fsTL_tXXZqjt6rVl69uxB9eeXlYxnatugV2QJb4PPQEN67SfDJ5kAAOVOzn-pGQ==\"}");
    }

    @Test
    void nothingPendingIsNoBytes() {
        assertThat(PendingCommandsFilter.encode(List.of(), 0)).isEmpty();
    }

    /**
     * With the same false positives each time, a stream that stays open keeps one in twenty
     * records.
     */
    @Test
    void noTurnHasTheSizeOfTheOneBefore() {
        for (int turn = 0; turn < 200; turn++) {
            assertThat(PendingCommandsFilter.encode(List.of(1L), turn).toStringUtf8())
                    .startsWith("{\"m\":" + (7 + turn % 61) + ",\"k\":5,");
        }
    }

    /**
     * 50,000 random filters, made by {@code random.go} beside the digests from the same numbers.
     */
    @Test
    void equalsTheFilterOfTheGoLibraryForRandomNumbers() throws IOException {
        List<String> digests =
                Files.readAllLines(DIGESTS).stream().filter(line -> !line.startsWith("#")).toList();
        for (int block = 0; block < BLOCKS; block++) {
            assertThat(digestOf(block))
                    .as("go run . block %s", block)
                    .isEqualTo(digests.get(block).split(" \\| ")[1]);
        }
    }

    private static String digestOf(int block) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < FILTERS_PER_BLOCK; i++) {
            long seed = (long) block * FILTERS_PER_BLOCK + i;
            long count = 1 + Long.remainderUnsigned(random(seed, 1), 60);
            long first = random(seed, 2) >>> Long.remainderUnsigned(random(seed, 3), 64);
            long step = 1 + Long.remainderUnsigned(random(seed, 4), 9);
            List<Long> numbers =
                    LongStream.range(0, count).map(j -> first + j * step).boxed().toList();
            for (byte one : PendingCommandsFilter.encode(numbers, 0)) {
                hash = (hash ^ one & 0xff) * 0x100000001b3L;
            }
        }
        return "%016x".formatted(hash);
    }

    /** The n-th number that SplitMix64 gives after a seed. */
    private static long random(long seed, int n) {
        long state = seed + n * 0x9e3779b97f4a7c15L;
        long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
