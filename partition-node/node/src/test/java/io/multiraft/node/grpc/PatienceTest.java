package io.multiraft.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Deadline;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {

    @ParameterizedTest
    @CsvSource({"100, 90", "500, 450", "1000, 900", "30000, 29900", "3600000, 60000", "-5, 0"})
    void isOverALittleBeforeTheCallersDeadline(long givenMillis, long mostMillis) {
        Patience patience = new Patience(deadline(givenMillis));

        assertThat(patience.remainingMillis()).isLessThanOrEqualTo(mostMillis);
    }

    /** Its clock stands still. */
    private static Deadline deadline(long millis) {
        return Deadline.after(
                millis,
                TimeUnit.MILLISECONDS,
                new Deadline.Ticker() {
                    @Override
                    public long nanoTime() {
                        return 0;
                    }
                });
    }
}
