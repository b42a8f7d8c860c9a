package io.multiraft.kubectl.command;

import io.multiraft.kubectl.print.Output;
import io.multiraft.kubectl.print.Table;
import io.multiraft.proto.node.v1.HeldService;
import io.multiraft.proto.node.v1.PendingCommand;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** A session partition by partition, with what it holds. */
final class SessionReport {

    private record Service(FoundPart part, HeldService service) {}

    private record Pending(FoundPart part, PendingCommand command) {}

    private static final Table<Service> SERVICES =
            new Table<Service>()
                    .column("PARTITION", "partition", row -> row.part().partition())
                    .column("SERVICE", "serviceId", row -> row.service().getServiceId())
                    .column("NAMESPACE", "namespace", row -> row.service().getNamespace())
                    .column("NAME", "name", row -> row.service().getName())
                    .column("TYPE", "type", row -> row.service().getType());

    private static final Table<Pending> PENDING =
            new Table<Pending>()
                    .column("PARTITION", "partition", row -> row.part().partition())
                    .column("COMMAND", "commandId", row -> row.command().getCommandId())
                    .column("NUMBER", "sequenceNum", row -> row.command().getCommandSequenceNum())
                    .column(
                            "ON",
                            "service",
                            row -> row.part().serviceName(row.command().getServiceId()))
                    .column("STREAM", "stream", row -> row.command().getLastOutputSequenceNum() > 0)
                    .column("OUTPUTS", "outputs", row -> row.command().getLastOutputSequenceNum())
                    .column(
                            "UNACKNOWLEDGED",
                            "unacknowledgedOutputs",
                            row -> row.command().getUnacknowledgedOutputCount());

    private final List<FoundPart> parts;
    private final Instant now;

    SessionReport(List<FoundPart> parts, Instant now) {
        this.parts = parts;
        this.now = now;
    }

    /** A table of each thing; or one list, in which each partition has what is held there. */
    void print(Output output, PrintWriter out) {
        if (output != Output.TABLE) {
            partitions()
                    .column("", "services", part -> SERVICES.objects(services(part)))
                    .column("", "pendingCommands", part -> PENDING.objects(pending(part)))
                    .print(parts, output, out);
            return;
        }
        partitions().print(parts, output, out);
        List<Service> services = parts.stream().flatMap(part -> services(part).stream()).toList();
        List<Pending> pending = parts.stream().flatMap(part -> pending(part).stream()).toList();
        if (!services.isEmpty()) {
            out.println();
            SERVICES.print(services, output, out);
        }
        if (!pending.isEmpty()) {
            out.println();
            PENDING.print(pending, output, out);
        }
        parts.forEach(part -> sayWhatIsCut(part, out));
        out.flush();
    }

    private Table<FoundPart> partitions() {
        return new Table<FoundPart>()
                .column("PARTITION", "partition", FoundPart::partition)
                .column("ID", "sessionId", part -> part.part().detail().getSessionId())
                .column("STATE", "state", part -> part.part().detail().getState().toString())
                .column("EPOCH", "epoch", part -> part.part().detail().getEpoch())
                .column("EXPIRES IN", "expiresIn", part -> Printing.text(part.part().left(now)))
                .column("SERVICES", "serviceCount", part -> part.part().detail().getServiceCount())
                .column(
                        "PENDING",
                        "pendingCommandCount",
                        part -> part.part().detail().getPendingCommandCount())
                .column("LABELS", "labels", SessionReport::labels);
    }

    private static TreeMap<String, String> labels(FoundPart part) {
        return new TreeMap<>(part.part().detail().getSession().getMeta().getLabelsMap());
    }

    private static List<Service> services(FoundPart part) {
        return part.response().getServicesList().stream()
                .map(service -> new Service(part, service))
                .toList();
    }

    private static List<Pending> pending(FoundPart part) {
        return part.response().getPendingCommandsList().stream()
                .map(command -> new Pending(part, command))
                .toList();
    }

    private static void sayWhatIsCut(FoundPart part, PrintWriter out) {
        sayWhatIsCut(
                part.partition(),
                part.response().getServicesCount(),
                part.part().detail().getServiceCount(),
                "services",
                out);
        sayWhatIsCut(
                part.partition(),
                part.response().getPendingCommandsCount(),
                part.part().detail().getPendingCommandCount(),
                "pending commands",
                out);
    }

    private static void sayWhatIsCut(
            int partition, int shown, int all, String what, PrintWriter out) {
        if (shown < all) {
            out.printf("%npartition %d: the first %d of %d %s%n", partition, shown, all, what);
        }
    }
}
