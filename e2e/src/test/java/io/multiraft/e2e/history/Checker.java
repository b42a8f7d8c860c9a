package io.multiraft.e2e.history;

import io.multiraft.e2e.support.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The program in {@code e2e/histories} that finds out whether a history is linearizable. */
final class Checker {

    private static final int NO_GO = 3;

    /** For each object; a check that takes longer has failed, as it has shown nothing. */
    private static final Duration BOUND = Duration.ofMinutes(3);

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final String program;
    private final String obstacle;

    private Checker(String program, String obstacle) {
        this.program = program;
        this.obstacle = obstacle;
    }

    /** Builds it, and tests it, unless that was done before. */
    static Checker build() {
        Path script = Path.of(System.getProperty("e2e.project"), "e2e/histories/build.sh");
        Command.Result result = run(List.of(script.toAbsolutePath().normalize().toString()));
        return result.exitCode() == NO_GO
                ? new Checker("", result.errors().trim())
                : new Checker(result.orThrow().trim(), "");
    }

    /** Why it is not there; empty if it is. */
    String obstacle() {
        return obstacle;
    }

    /**
     * Checks a history.
     *
     * @param pictures where to put the pictures of what is wrong
     * @return a line for each object
     * @throws AssertionError it is not linearizable, or not found to be in time
     */
    String check(Path history, Path pictures) {
        Command.Result result =
                run(
                        List.of(
                                program,
                                "-bound",
                                BOUND.toSeconds() + "s",
                                "-pictures",
                                pictures.toString(),
                                history.toString()));
        if (result.exitCode() != 0) {
            throw new AssertionError(
                    "the history in "
                            + history
                            + " was not found linearizable:\n"
                            + result.output()
                            + result.errors());
        }
        return result.output();
    }

    private static Command.Result run(List<String> command) {
        return new Command(Path.of("/"), Map.of()).run(PATIENCE, "", command);
    }
}
