package io.multiraft.fsm.session.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PendingCommandsFilterTest {

    private static final Path VECTORS = Path.of("src/test/testdata/filter/vectors.txt");
    private static final long LARGEST_TESTED = 2000;

    /** What the library in Go wrote, and what it says of the numbers 1 to 2000. */
    record Vector(Set<Long> pending, Set<Long> doubtful, String json) {}

    static List<Vector> vectors() throws IOException {
        return Files.readAllLines(VECTORS).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" \\| ", -1))
                .map(parts -> new Vector(numbers(parts[0]), numbers(parts[1]), parts[2]))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void saysOfEveryNumberWhatTheGoLibrarySays(Vector vector) throws Refusal {
        PendingCommandsFilter filter = parse(vector.json());

        assertThat(vector.pending()).allMatch(filter::mayContain);
        Set<Long> contained =
                LongStream.rangeClosed(1, LARGEST_TESTED)
                        .filter(filter::mayContain)
                        .filter(number -> !vector.pending().contains(number))
                        .boxed()
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(contained).isEqualTo(vector.doubtful());
        assertThat(filter.isEmpty()).isEqualTo(vector.pending().isEmpty());
    }

    @Test
    void writesWhatItReads() throws Refusal {
        long[] pending = {1, 17, 40_000, Long.MAX_VALUE};

        PendingCommandsFilter filter =
                PendingCommandsFilter.parse(FilterBuilder.containing(pending));

        assertThat(LongStream.of(pending)).allMatch(filter::mayContain);
        assertThat(LongStream.rangeClosed(100, 1100).filter(filter::mayContain).count())
                .as("false positives of 1001 at a rate of 5 %")
                .isLessThan(100);
    }

    @Test
    void noBytesContainNothing() throws Refusal {
        PendingCommandsFilter filter = PendingCommandsFilter.parse(ByteString.EMPTY);

        assertThat(filter.isEmpty()).isTrue();
        assertThat(LongStream.range(1, 100)).noneMatch(filter::mayContain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    nonsense                                            | at byte 0: expected '{'
                    {}                                                  | at byte 1: expected '"'
                    {"m":1}                                             | the members [m]
                    {"m":1,"k":1,"b":"AAAAAAAAAAEAAAAAAAAAAA=="}x       | at byte 44: expected the end
                    {"m":1,"m":1,"b":""}                                | "m" came twice
                    {"m":1,"k":1,"c":""}                                | expected one of "m", "k", "b"
                    {"m":-1,"k":1,"b":""}                               | at byte 5: expected an unsigned number
                    {"m":64,"k":05,"b":""}                              | at byte 14: expected a number without leading zeros
                    {"m":1,"k":1,"b":"AAAA                              | expected a closing quote
                    {                                                   | at byte 1: expected '"'
                    {"m":                                               | at byte 5: expected an unsigned number
                    {"m":1                                              | at byte 6: expected '}'
                    {"m":1,"k":1,"b":                                   | at byte 17: expected '"'
                    {"m" 1}                                             | at byte 5: expected ':'
                    {"m":0,"k":1,"b":""}                                | m is 0; it must be 1 to 1048576
                    {"m":1048577,"k":1,"b":""}                          | m is 1048577; it must be 1 to 1048576
                    {"m":99999999999999999999999,"k":1,"b":""}          | it must be 1 to 1048576
                    {"m":1,"k":0,"b":""}                                | k is 0; it must be 1 to 64
                    {"m":1,"k":65,"b":"AAAAAAAAAAEAAAAAAAAAAA=="}       | k is 65; it must be 1 to 64
                    {"m":1,"k":9223372036854775808,"b":"AAAAAAAAAAEAAAAAAAAAAQ=="} | it must be 1 to 64
                    {"m":1,"k":1,"b":"AA!A"}                            | b is not base64url
                    {"m":1,"k":1,"b":"AAAA"}                            | b has 3 bytes; it must have 16 for m = 1
                    {"m":65,"k":1,"b":"AAAAAAAAAAEAAAAAAAAAAA=="}       | it must have 24 for m = 65
                    {"m":2,"k":1,"b":"AAAAAAAAAAEAAAAAAAAAAA=="}        | b says 1 bits, m says 2
                    """)
    void refusesWhatIsNotAFilterAndSaysWhy(String json, String message) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(Status.INVALID))
                .hasMessageStartingWith("pending_commands_filter: ")
                .hasMessageContaining(message);
    }

    @Test
    void spaceBetweenTokensMeansNothing() throws Refusal {
        String data = "\"AAAAAAAAAAcAAAAAAAAAFQ==\"";
        PendingCommandsFilter filter =
                parse(" \t{ \"m\" : 7 ,\r\n\"k\" :\t5\n, \"b\" : " + data + " } \n");

        assertThat(filter.mayContain(1)).isTrue();
        assertThat(filter.mayContain(2)).isFalse();
    }

    @Test
    void takesTheLargestFilterThereMayBe() throws Refusal {
        String json = FilterBuilder.containing(1 << 20, 64, 1, 2, 3).toStringUtf8();

        PendingCommandsFilter filter = parse(json + " ".repeat(262_144 - json.length()));

        assertThat(LongStream.rangeClosed(1, 3)).allMatch(filter::mayContain);
        assertThat(LongStream.range(4, 1_000)).noneMatch(filter::mayContain);
    }

    @Test
    void refusesAFilterThatIsTooLongBeforeReadingIt() {
        assertThatThrownBy(() -> parse(" ".repeat(300_000)))
                .hasMessageContaining("300000 bytes; it must have 262144 at most");
    }

    private static PendingCommandsFilter parse(String json) throws Refusal {
        return PendingCommandsFilter.parse(ByteString.copyFromUtf8(json));
    }

    private static Set<Long> numbers(String words) {
        return Arrays.stream(words.trim().split(" "))
                .filter(word -> !word.isEmpty())
                .map(Long::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
