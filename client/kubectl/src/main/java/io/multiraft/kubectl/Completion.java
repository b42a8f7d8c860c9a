package io.multiraft.kubectl;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;

/** What may come next on the command line, as kubectl asks its plugins. */
public final class Completion {

    /** Of kubectl's directives the one that says not to offer files. */
    private static final String NO_FILES = ":4";

    private Completion() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        of(arguments).forEach(out::println);
        out.println(NO_FILES);
    }

    /** Words that go on from the last argument, which may be empty. */
    static List<String> of(String... arguments) {
        int last = arguments.length - 1;
        String begun = last < 0 ? "" : arguments[last];
        List<CharSequence> rests = new ArrayList<>();
        AutoComplete.complete(
                KubectlMultiraft.commandLine().getCommandSpec(),
                arguments,
                last,
                begun.length(),
                String.join(" ", arguments).length(),
                rests);
        return rests.stream().map(rest -> begun + rest).distinct().sorted().toList();
    }
}
