package io.multiraft.kubectl.command;

import io.multiraft.kubectl.connect.Nodes;
import io.multiraft.kubectl.print.Table;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code partitions}. */
@Command(
        addMethodSubcommands = false,
        description = "Lists the partitions as each of their members sees them.")
public final class PartitionsCommand extends Printing {

    private record Row(String node, PartitionStatus status) {}

    @Override
    void run(Nodes nodes) {
        List<Row> rows = new ArrayList<>();
        for (String node : nodes.names()) {
            nodes.partitions(node).forEach(status -> rows.add(new Row(node, status)));
        }
        rows.sort(Comparator.comparingInt(row -> row.status().getPartitionId()));
        print(
                new Table<Row>()
                        .column("PARTITION", "partition", row -> row.status().getPartitionId())
                        .column("NODE", "node", Row::node)
                        .column("ROLE", "role", row -> row.status().getRole().toString())
                        .column("TERM", "term", row -> row.status().getTerm())
                        .column("LEADER", "leader", row -> row.status().getLeader())
                        .column("READY", "ready", row -> row.status().getReady())
                        .column("COMMIT", "commitIndex", row -> row.status().getCommitIndex())
                        .column("APPLIED", "appliedIndex", row -> row.status().getAppliedIndex())
                        .column("SNAPSHOT", "snapshotIndex", row -> row.status().getSnapshotIndex())
                        .column("SESSIONS", "sessions", row -> row.status().getSessionCount())
                        .column("MESSAGE", "message", row -> row.status().getMessage()),
                rows);
    }
}
