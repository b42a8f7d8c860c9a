package io.multiraft.kubectl.command;

import io.multiraft.kubectl.command.SessionRow.Part;
import io.multiraft.kubectl.connect.Nodes;
import io.multiraft.kubectl.print.Table;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code session NAME}. */
@Command(
        name = "session",
        description = "Shows one session, partition by partition, also when it has ended.")
public final class SessionCommand extends Printing {

    @Parameters(
            paramLabel = "NAME",
            description = "its name; of one without a name, PARTITION-ID as sessions prints it")
    private String name;

    @Override
    void run(Nodes nodes) {
        SessionRow row = find(nodes, name, true);
        Instant now = Instant.now();
        print(
                new Table<Part>()
                        .column("PARTITION", "partition", Part::partition)
                        .column("ID", "sessionId", part -> part.detail().getSessionId())
                        .column("STATE", "state", part -> part.detail().getState().toString())
                        .column("EPOCH", "epoch", part -> part.detail().getEpoch())
                        .column("EXPIRES IN", "expiresIn", part -> text(part.left(now)))
                        .column("SERVICES", "services", part -> part.detail().getServiceCount())
                        .column(
                                "PENDING",
                                "pendingCommands",
                                part -> part.detail().getPendingCommandCount())
                        .column("LABELS", "labels", part -> row.labels()),
                row.parts());
    }

    static SessionRow find(Nodes nodes, String name, boolean ended) {
        return SessionListing.of(nodes, ended).stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new FailedException(
                                        "session %s is not %s; kubectl multiraft sessions lists those that are"
                                                .formatted(name, ended ? "known" : "open")));
    }
}
