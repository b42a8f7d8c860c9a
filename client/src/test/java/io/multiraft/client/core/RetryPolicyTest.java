package io.multiraft.client.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.multiraft.client.core.RetryPolicy.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    private final RetryPolicy policy = new RetryPolicy(10_000, 1_000, 4_000, 20, 500, 7_000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # failure     | after | may have happened | attempt | elapsed | jitter | decision
                    UNAVAILABLE   | 0     | false             | 0       | 5       | 0      | retry 10
                    UNAVAILABLE   | 0     | true              | 0       | 5       | 0.5    | retry 15
                    UNAVAILABLE   | 0     | true              | 3       | 900     | 0      | retry 80
                    UNAVAILABLE   | 0     | true              | 9       | 5000    | 0.999  | retry 499
                    UNAVAILABLE   | 0     | true              | 99      | 5000    | 0      | retry 250
                    UNAVAILABLE   | 0     | false             | 9       | 9800    | 0      | give up UNAVAILABLE
                    UNAVAILABLE   | 0     | true              | 9       | 9800    | 0      | give up INDETERMINATE
                    UNAVAILABLE   | 0     | true              | 0       | 9989    | 0      | retry 10
                    UNAVAILABLE   | 0     | true              | 0       | 9990    | 0      | give up INDETERMINATE
                    INVALID       | 0     | false             | 0       | 5       | 0      | give up INVALID
                    INVALID       | 0     | true              | 0       | 5       | 0      | give up INDETERMINATE
                    LIMIT_REACHED | 0     | false             | 0       | 5       | 0      | give up LIMIT_REACHED
                    LIMIT_REACHED | 0     | true              | 0       | 5       | 0      | give up INDETERMINATE
                    LIMIT_REACHED | 300   | false             | 0       | 5       | 0      | retry 300
                    LIMIT_REACHED | 1     | true              | 0       | 5       | 0      | retry 10
                    LIMIT_REACHED | 300   | false             | 9       | 9800    | 0      | give up LIMIT_REACHED
                    LIMIT_REACHED | 300   | true              | 9       | 9800    | 0      | give up INDETERMINATE
                    LIMIT_REACHED | 30000 | false             | 0       | 5       | 0      | retry 7000
                    UNAVAILABLE   | 300   | false             | 0       | 5       | 0      | retry 10
                    INVALID       | 300   | false             | 0       | 5       | 0      | give up INVALID
                    """)
    void decides(
            Failure failure,
            long retryAfterMillis,
            boolean mayHaveHappened,
            int attempt,
            long elapsedMillis,
            double jitter,
            String expected) {
        Decision decision =
                policy.afterFailure(
                        failure, retryAfterMillis, mayHaveHappened, attempt, elapsedMillis, jitter);
        assertThat(
                        decision instanceof Decision.Retry retry
                                ? "retry " + retry.delayMillis()
                                : "give up " + ((Decision.GiveUp) decision).failure())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1000",
        "1, 1100, 2000",
        "2, 3200, 4000",
        "3, 5000, 4000",
        "3, 7300, 2700",
        "90, 7300, 2700",
        "4, 10000, 1",
        "4, 99999, 1"
    })
    void givesEachAttemptTwiceTheTimeOfTheLastWithinTheDeadline(
            int attempt, long elapsedMillis, long expectedMillis) {
        assertThat(policy.attemptMillis(attempt, elapsedMillis)).isEqualTo(expectedMillis);
    }

    /** A node that was full for a moment took a session its tries, and then the session. */
    @ParameterizedTest
    @CsvSource({"100, 100", "1000, 500", "2500, 625", "60000, 15000"})
    void aKeepAliveWaitsForALimitAQuarterOfItsInterval(long intervalMillis, long expectedMillis) {
        RetryPolicy keepAlive = RetryPolicy.ofKeepAlive(intervalMillis);
        assertThat(keepAlive.afterFailure(Failure.LIMIT_REACHED, 30_000, false, 0, 5, 0))
                .isEqualTo(new Decision.Retry(expectedMillis));
    }

    @Test
    void refusesTimesThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(10, 10, 10, 20, 19, 10))
                .withMessageContaining("got 10, 10 to 10, 20 to 19, 10");
    }
}
