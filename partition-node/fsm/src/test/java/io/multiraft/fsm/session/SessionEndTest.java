package io.multiraft.fsm.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.script.Lines;
import io.multiraft.fsm.testing.SmallLimits;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.multiraft.v1.KeepAliveOutput.End;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions: 1 was closed, 2 expired, 3 was taken over and closed, 5 was taken over. */
class SessionEndTest {

    private static final List<String> SETUP =
            List.of(
                    "open-session timeout=5s",
                    "open-session timeout=5s",
                    "open-session name=n timeout=8s",
                    "open-session name=n timeout=8s attach",
                    "open-session name=o timeout=8s",
                    "open-session name=o timeout=8s attach",
                    "close-session session=1",
                    "close-session session=3");

    private final TestPartition partition = new TestPartition(SmallLimits.get());

    @BeforeEach
    void setUp() {
        SETUP.forEach(line -> partition.apply(Lines.proposal(line)));
        partition.at(5_000).apply();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, NOT_FOUND, CLOSED",
        "1, 0, NOT_FOUND, CLOSED",
        "2, 1, NOT_FOUND, EXPIRED",
        "3, 1, NOT_FOUND, TAKEN_OVER",
        "3, 2, NOT_FOUND, CLOSED",
        "5, 1, FORBIDDEN, TAKEN_OVER",
        "99, 1, NOT_FOUND, UNKNOWN"
    })
    void isToldToAKeepAlive(long session, long epoch, Status status, End end) {
        Effect.Output output = keepAlive(session, epoch);

        assertThat(output.status()).isEqualTo(status);
        assertThat(output.output().getKeepAlive().getEnd()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"5, 2", "5, 0"})
    void isNoneWhileTheSessionIsOpen(long session, long epoch) {
        Effect.Output output = keepAlive(session, epoch);

        assertThat(output.status()).isEqualTo(Status.OK);
        assertThat(output.output().getKeepAlive().getEnd()).isEqualTo(End.UNKNOWN);
    }

    private Effect.Output keepAlive(long session, long epoch) {
        return partition.applyOne(
                Lines.proposal("keep-alive session=" + session + " epoch=" + epoch));
    }
}
