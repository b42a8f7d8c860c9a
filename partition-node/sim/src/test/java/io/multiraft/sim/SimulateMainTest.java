package io.multiraft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SimulateMainTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void runsSeedsAndSaysThatAllHeld() {
        assertThat(run("1", "2")).isEqualTo(SimulateMain.OK);
        assertThat(printed()).contains("seeds 1 to 2: all held");
    }

    @Test
    void refusesWhatIsNoSeed() {
        assertThat(run("first")).isEqualTo(SimulateMain.USAGE);
        assertThat(run()).isEqualTo(SimulateMain.USAGE);
        assertThat(printed()).contains("got \"first\"; expected: FIRST_SEED [COUNT]");
    }

    @Test
    void reportsAViolationWithItsLastEventsAndHowToSeeItAgain() {
        int result =
                SimulateMain.run(
                        3,
                        new Wiring() {
                            @Override
                            public boolean clientsKeepTime() {
                                return false;
                            }
                        },
                        out());
        assertThat(result).isEqualTo(SimulateMain.VIOLATED);
        assertThat(printed())
                .contains("VIOLATED ")
                .contains("SimulatorOptions[seed=3,")
                .contains("Again: make simulate SEED=3");
    }

    @Test
    void reportsWhatThrows() {
        int result =
                SimulateMain.run(
                        3,
                        new Wiring() {
                            @Override
                            public String nonce(String ofOperation, int attempt) {
                                throw new IllegalStateException("planted");
                            }
                        },
                        out());
        assertThat(result).isEqualTo(SimulateMain.BROKEN);
        assertThat(printed()).contains("BROKEN java.lang.IllegalStateException: planted");
    }

    private int run(String... arguments) {
        return SimulateMain.run(arguments, out());
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
