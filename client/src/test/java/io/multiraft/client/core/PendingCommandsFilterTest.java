package io.multiraft.client.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PendingCommandsFilterTest {

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
}
