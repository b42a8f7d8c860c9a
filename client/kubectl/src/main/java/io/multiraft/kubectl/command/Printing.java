package io.multiraft.kubectl.command;

import io.multiraft.kubectl.connect.ClusterOptions;
import io.multiraft.kubectl.connect.Nodes;
import io.multiraft.kubectl.print.Output;
import io.multiraft.kubectl.print.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that connects to a cluster and prints. */
abstract class Printing implements Callable<Integer> {

    @Mixin private ClusterOptions cluster;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "TABLE",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
    private Output output;

    @Spec private CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        check();
        try (Nodes nodes = cluster.connect()) {
            run(nodes);
            return 0;
        }
    }

    /** Refuses arguments that do not go together, before anything is connected to. */
    void check() {}

    /** Throws unless an argument was given that the others ask for. */
    final void require(boolean given, String what) {
        if (!given) {
            throw new ParameterException(spec.commandLine(), what);
        }
    }

    /** Does what the command is for. */
    abstract void run(Nodes nodes) throws Exception;

    final <R> void print(Table<R> table, List<R> rows) {
        table.print(rows, output, out());
    }

    /** A row of a table that has no end. */
    final <R> void printNext(Table<R> table, R row) {
        table.printNext(row, output, out());
    }

    final Output output() {
        return output;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final void say(String line) {
        out().println(line);
        out().flush();
    }

    /** As people write it, 1m30s; null stays so. */
    static String text(Duration duration) {
        return duration == null ? null : duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
