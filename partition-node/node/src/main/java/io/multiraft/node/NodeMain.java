package io.multiraft.node;

import io.multiraft.node.config.ConfigException;
import io.multiraft.node.storage.DataDirectoryException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;

/** The command line of {@code multiraft-node}. */
@Command(
        name = "multiraft-node",
        description = "A node of Multiraft: the place where programs on Kubernetes agree.",
        versionProvider = Version.class,
        subcommands = {
            ServeCommand.class,
            DevCommand.class,
            CheckCommand.class,
            NodeMain.VersionCommand.class,
            HelpCommand.class
        },
        synopsisSubcommandLabel = "serve|dev|check|version|help",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:it did what was asked",
            " 1:it failed at run time, such as for a port in use",
            " 2:the command line or the configuration is wrong; all mistakes are named",
            " 3:the data directory is refused"
        })
public final class NodeMain implements Runnable {

    static final int OK = 0;
    static final int FAILURE = 1;
    static final int WRONG_CONFIG = 2;
    static final int DATA_REFUSED = 3;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        // Named, not called: to touch it would start the log with the JDK's own manager.
        System.setProperty("java.util.logging.manager", "io.multiraft.node.StayingLogManager");
        Footprint.apply();
        int code = FAILURE;
        try {
            code = commandLine().execute(arguments);
        } catch (Throwable error) {
            error.printStackTrace(System.err);
        }
        // Waits for no thread: what still runs has nothing to finish.
        System.exit(code);
    }

    static CommandLine commandLine() {
        return new CommandLine(new NodeMain())
                .setExecutionExceptionHandler(NodeMain::report)
                .setParameterExceptionHandler(NodeMain::reportUsage)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "name a command: serve, dev, check, version or help");
    }

    /** The mistake and where help is, not the help itself. */
    private static int reportUsage(CommandLine.ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        String name = command.getCommandName();
        PrintWriter err = command.getErr();
        err.println(error.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
        boolean top = command.getParent() == null;
        err.println("for help: multiraft-node help" + (top ? "" : " " + name));
        return WRONG_CONFIG;
    }

    private static int report(Exception error, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (error instanceof ConfigException config) {
            config.mistakes().forEach(err::println);
            return WRONG_CONFIG;
        }
        if (error instanceof DataDirectoryException) {
            err.println("data directory refused: " + error.getMessage());
            return DATA_REFUSED;
        }
        if (error instanceof PortInUseException || error instanceof CommandFailedException) {
            err.println(error.getMessage());
            return FAILURE;
        }
        if (error instanceof IOException) {
            err.println(error);
        } else {
            err.println("a defect of multiraft-node:");
            error.printStackTrace(err);
        }
        return FAILURE;
    }

    @Command(name = "version", description = "Prints the version.")
    static final class VersionCommand implements Runnable {

        @CommandLine.ParentCommand private NodeMain parent;

        @Override
        public void run() {
            parent.spec.commandLine().printVersionHelp(parent.spec.commandLine().getOut());
        }
    }
}
