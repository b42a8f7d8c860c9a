package io.multiraft.operator;

import io.multiraft.operator.OperatorConfig.MistakesException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The command line of the operator. It has no logger: the log is set up from the settings. */
public final class OperatorMain {

    static final int OK = 0;
    static final int FAILURE = 1;
    static final int WRONG_CONFIG = 2;

    private OperatorMain() {}

    public static void main(String[] arguments) {
        // By its name: touching the class would already start the JDK's own manager.
        System.setProperty("java.util.logging.manager", "io.multiraft.operator.StayingLogManager");
        List<String> words = Arrays.asList(arguments);
        String command = words.isEmpty() || words.get(0).startsWith("-") ? "serve" : words.get(0);
        List<String> flags =
                command.equals("serve") && !words.contains("serve") ? words : rest(words);
        int code =
                switch (command) {
                    case "serve" -> serve(flags);
                    case "version" -> say("multiraft-operator " + version());
                    case "help" -> say(help());
                    default -> {
                        System.err.println(
                                command + " is not known; known are serve, version and help");
                        yield WRONG_CONFIG;
                    }
                };
        if (code != OK) {
            System.exit(code);
        }
    }

    /** Returns when it runs; a signal ends it. */
    private static int serve(List<String> flags) {
        try {
            OperatorConfig config =
                    OperatorConfig.parse(flags, System.getenv(), "multiraft/node:" + version());
            LogSetup.apply(config);
            return OperatorProcess.run(config);
        } catch (MistakesException e) {
            e.mistakes().forEach(System.err::println);
            return WRONG_CONFIG;
        }
    }

    private static int say(String text) {
        System.out.println(text);
        return OK;
    }

    private static List<String> rest(List<String> words) {
        return words.subList(1, words.size());
    }

    private static String help() {
        return "Usage: multiraft-operator [serve|version|help] [FLAG VALUE]...%n%n".formatted()
                + "Each setting is a flag or a variable of the environment; the flag wins.%n%n"
                        .formatted()
                + OperatorConfig.help();
    }

    static String version() {
        return Optional.ofNullable(OperatorMain.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
