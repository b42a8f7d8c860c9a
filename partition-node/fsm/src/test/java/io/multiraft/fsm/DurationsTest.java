package io.multiraft.fsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 1, 1",
        "0, 999999, 1",
        "0, 1000000, 1",
        "0, 1000001, 2",
        "5, 250000000, 5250",
        "315576000000, 999999999, 315576000001000",
    })
    void roundsUpToMilliseconds(long seconds, int nanos, long millis) throws Refusal {
        assertThat(Durations.toMillis(duration(seconds, nanos), "timeout")).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, -1", "0, 1000000000", "315576000001, 0", "1, -5"})
    void refusesWhatIsNegativeOrNotWellFormed(long seconds, int nanos) {
        assertThatThrownBy(() -> Durations.toMillis(duration(seconds, nanos), "timeout"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("timeout is " + seconds + " s " + nanos + " ns; it must");
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "999", "1000", "61001"})
    void writesWhatItReads(long millis) throws Refusal {
        assertThat(Durations.toMillis(Durations.ofMillis(millis), "ttl")).isEqualTo(millis);
    }

    private static Duration duration(long seconds, int nanos) {
        return Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }
}
