package io.multiraft.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A wrong command line is refused before anything is connected to. */
class KubectlMultiraftTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | name a command",
                "sesions | Unmatched argument at index 0: 'sesions'",
                "session | Missing required parameter: 'NAME'",
                "sessions -o xml | expected one of [TABLE, JSON, YAML]",
                "transfer one | 'one' is not an int",
                "counter get c 5 | counter GET takes no VALUE",
                "counter set c | counter SET needs a VALUE",
                "counter inc c many | 'many' is not a long",
                "map get m | map GET needs a KEY",
                "map put m k | map PUT needs a VALUE",
                "map rm m k v | only map PUT takes a VALUE"
            })
    void namesTheMistakeAndWhereHelpIs(String line, String mistake) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" ")))
                .isEqualTo(KubectlMultiraft.USAGE);
        assertThat(err.toString())
                .startsWith("error: ")
                .contains(mistake)
                .contains("for help: kubectl multiraft help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpSaysWhatThereIsAndHowItEnds() {
        assertThat(run("help")).isZero();
        assertThat(out.toString())
                .contains("sessions", "revoke", "partitions", "transfer", "counter", "map")
                .contains("Exit codes:");
    }

    private int run(String... arguments) {
        CommandLine line = KubectlMultiraft.commandLine(arguments);
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
