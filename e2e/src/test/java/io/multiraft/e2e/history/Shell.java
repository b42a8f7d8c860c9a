package io.multiraft.e2e.history;

import io.multiraft.e2e.support.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Short commands of the system. */
final class Shell {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Command COMMAND = new Command(Path.of("/"), Map.of());

    private Shell() {}

    static Command.Result attempt(List<String> command) {
        return COMMAND.run(PATIENCE, "", command);
    }

    /** The words of a command, which contain no blanks. */
    static Command.Result attempt(String command, Object... arguments) {
        return attempt(List.of(command.formatted(arguments).split(" ")));
    }

    /** The output of a command that must succeed. */
    static String run(String command, Object... arguments) {
        return attempt(command, arguments).orThrow();
    }
}
