package io.multiraft.kubectl;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.kubectl.command.CounterCommand;
import io.multiraft.kubectl.command.FailedException;
import io.multiraft.kubectl.command.MapCommand;
import io.multiraft.kubectl.command.PartitionsCommand;
import io.multiraft.kubectl.command.RevokeCommand;
import io.multiraft.kubectl.command.SessionCommand;
import io.multiraft.kubectl.command.SessionsCommand;
import io.multiraft.kubectl.command.TransferCommand;
import io.multiraft.kubectl.connect.ConnectException;
import io.multiraft.kubectl.connect.Nodes;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogManager;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "kubectl-multiraft",
        description = "Looks at a cluster of Multiraft, and acts on it.",
        addMethodSubcommands = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:it did what was asked",
            " 1:it was refused, or the cluster was not reached; the message says which",
            " 2:the command line is wrong"
        })
public final class KubectlMultiraft implements Runnable {

    static final int FAILURE = 1;
    static final int USAGE = 2;

    /** In the order of the help. */
    private static final Map<String, Class<?>> COMMANDS = commands();

    @Spec private CommandSpec spec;

    public static void main(String[] arguments) {
        // What the libraries log is not for who types a command; what they throw is.
        LogManager.getLogManager().reset();
        if (namesCommand(arguments)) {
            Nodes.loadClasses();
        }
        System.exit(commandLine(arguments).execute(arguments));
    }

    /**
     * What can read these arguments. Where they begin with a command it knows no other: to find out
     * what all of them take is more work than the JVM's own start.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine command = new CommandLine(new KubectlMultiraft());
        if (namesCommand(arguments)) {
            command.addSubcommand(arguments[0], COMMANDS.get(arguments[0]));
        } else {
            COMMANDS.forEach(command::addSubcommand);
            command.addSubcommand(AutoComplete.GenerateCompletion.class);
            command.addSubcommand(HelpCommand.class);
        }
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((error, failed, parsed) -> report(error, failed))
                .setParameterExceptionHandler((error, line) -> reportUsage(error));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }

    private static boolean namesCommand(String... arguments) {
        return arguments.length > 0 && COMMANDS.containsKey(arguments[0]);
    }

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("sessions", SessionsCommand.class);
        commands.put("session", SessionCommand.class);
        commands.put("revoke", RevokeCommand.class);
        commands.put("partitions", PartitionsCommand.class);
        commands.put("transfer", TransferCommand.class);
        commands.put("counter", CounterCommand.class);
        commands.put("map", MapCommand.class);
        return commands;
    }

    private static int report(Exception error, CommandLine command) throws Exception {
        PrintWriter err = command.getErr();
        if (error instanceof StatusRuntimeException refused) {
            Status status = refused.getStatus();
            err.println("error: " + status.getCode() + ": " + status.getDescription());
        } else if (error instanceof MultiRaftException
                || error instanceof ConnectException
                || error instanceof FailedException) {
            err.println("error: " + error.getMessage());
        } else {
            throw error;
        }
        return FAILURE;
    }

    /** The mistake and where help is, not the help itself. */
    private static int reportUsage(ParameterException error) {
        CommandLine command = error.getCommandLine();
        boolean top = command.getParent() == null;
        PrintWriter err = command.getErr();
        err.println("error: " + error.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
        err.println(
                "for help: kubectl multiraft help" + (top ? "" : " " + command.getCommandName()));
        return USAGE;
    }
}
