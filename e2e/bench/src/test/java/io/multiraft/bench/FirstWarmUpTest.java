package io.multiraft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstWarmUpTest {

    /** A pass is half of the least. */
    @ParameterizedTest(name = "{0} to {1} s, {3} % after {2} passes: {4}")
    @CsvSource({
        "40, 240, 1, 0, true",
        "40, 240, 2, 5, false",
        "40, 240, 2, 6, true",
        "40, 240, 2, NaN, true",
        "40, 240, 11, 6, true",
        "40, 240, 12, 6, false",
        "40, 240, 12, NaN, false",
        "40, 40, 1, 6, true",
        "40, 40, 2, 6, false",
        "40, 59, 2, 6, false",
        "7, 7, 2, 6, false",
    })
    void goesOnUntilCompilersAreQuiet(
            int least, int most, int passes, double percent, boolean goesOn) {
        FirstWarmUp warmUp =
                new FirstWarmUp(
                        Duration.ofSeconds(least),
                        Duration.ofSeconds(most),
                        new Progress(System.out));

        assertThat(warmUp.goesOn(passes, percent / 100)).isEqualTo(goesOn);
    }
}
