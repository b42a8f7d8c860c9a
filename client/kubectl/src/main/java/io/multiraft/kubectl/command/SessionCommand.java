package io.multiraft.kubectl.command;

import io.multiraft.kubectl.connect.Nodes;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code session NAME}. */
@Command(
        addMethodSubcommands = false,
        description = {
            "Shows one session, partition by partition, also when it has ended.",
            "Below are the services it is attached to and its commands that are pending; one that"
                    + " has given outputs is a stream. 100 of each and partition at most."
        })
public final class SessionCommand extends Printing {

    @Parameters(
            paramLabel = "NAME",
            description = "its name; of one without a name, PARTITION-ID as sessions prints it")
    private String name;

    @Override
    void run(Nodes nodes) {
        SessionReport report = new SessionReport(SessionLookup.known(nodes, name), Instant.now());
        report.print(output(), out());
    }
}
