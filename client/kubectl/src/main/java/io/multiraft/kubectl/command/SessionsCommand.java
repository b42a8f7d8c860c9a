package io.multiraft.kubectl.command;

import io.multiraft.kubectl.connect.Nodes;
import io.multiraft.kubectl.print.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sessions}. */
@Command(
        addMethodSubcommands = false,
        description = "Lists the sessions as their leaders know them, objects or not.")
public final class SessionsCommand extends Printing {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Option(names = "--kind", paramLabel = "KIND", description = "only those of this kind")
    private String kind;

    @Option(
            names = {"-l", "--label"},
            paramLabel = "KEY=VALUE",
            description = "only those with this label; may be repeated")
    private Map<String, String> labels = Map.of();

    @Option(
            names = {"-a", "--all"},
            description = "also those that have ended and are remembered")
    private boolean all;

    @Option(
            names = {"-w", "--watch"},
            description = "goes on, and prints what changes")
    private boolean watch;

    @Override
    void run(Nodes nodes) throws InterruptedException {
        Map<String, List<Object>> known = new HashMap<>();
        Predicate<SessionRow> shown = row -> all || row.state().equals("OPEN");
        do {
            List<SessionRow> changed =
                    SessionListing.of(nodes, all || watch).stream()
                            .filter(this::isWanted)
                            .filter(row -> !facts(row).equals(known.put(row.name(), facts(row))))
                            .filter(shown)
                            .toList();
            if (!changed.isEmpty() || !watch) {
                print(table(Instant.now()), changed);
            }
            if (watch) {
                // Whatever ends from now on is news.
                shown = row -> true;
                Thread.sleep(PAUSE.toMillis());
            }
        } while (watch);
    }

    private boolean isWanted(SessionRow row) {
        return (kind == null || kind.equals(row.kind()))
                && row.labels().entrySet().containsAll(labels.entrySet());
    }

    /** What makes a session worth printing again: not that its time goes by. */
    private static List<Object> facts(SessionRow row) {
        return List.of(row.state(), row.partitions(), row.epoch(), row.services());
    }

    private static Table<SessionRow> table(Instant now) {
        return new Table<SessionRow>()
                .column("NAME", "name", SessionRow::name)
                .column("KIND", "kind", SessionRow::kind)
                .column("STATE", "state", SessionRow::state)
                .column("PARTITIONS", "partitions", SessionRow::partitions)
                .column("EPOCH", "epoch", SessionRow::epoch)
                .column("TIMEOUT", "timeout", row -> text(row.timeout()))
                .column("EXPIRES IN", "expiresIn", row -> text(row.left(now)))
                .column("SERVICES", "services", SessionRow::services)
                .column("PENDING", "pendingCommands", SessionRow::pending);
    }
}
