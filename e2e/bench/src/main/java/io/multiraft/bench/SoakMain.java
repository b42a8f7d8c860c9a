package io.multiraft.bench;

import io.multiraft.bench.load.LoadResult;
import io.multiraft.bench.load.Operation;
import io.multiraft.bench.report.Judged;
import io.multiraft.bench.report.SoakTable;
import io.multiraft.bench.report.SoakTable.Row;
import io.multiraft.bench.resource.NodeFootprint;
import io.multiraft.bench.system.Multiraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What three nodes take when a great many writes have gone through them. */
@Command(
        name = "soak",
        description = "Writes, and says what memory and disk the nodes take then and later.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SoakMain implements Callable<Integer> {

    private static final int CALLERS = 256;
    private static final Duration SLICE = Duration.ofSeconds(2);

    @Mixin private MeasuredNode node;

    @Option(
            names = "--single-calls",
            description = "Each write is an RPC of its own, not a frame of a stream.")
    private boolean singleCalls;

    @Option(
            names = "--writes",
            defaultValue = "1000000",
            description = "Before memory and disk are judged, default: ${DEFAULT-VALUE}.")
    private long writes;

    @Option(
            names = "--more",
            defaultValue = "5000000",
            description = "After that, over which they are to stay, default: ${DEFAULT-VALUE}.")
    private long more;

    @Option(
            names = "--keys",
            defaultValue = "100000",
            description = "That are written, default: ${DEFAULT-VALUE}.")
    private int keys;

    private final Progress progress = new Progress(System.out);
    private final List<Row> rows = new ArrayList<>();
    private long written;

    /** Ends with 0 when all bounds were met. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SoakMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (writes < 1 || more < 1 || keys < 1) {
            throw new IllegalArgumentException(
                    "asked for %d writes, %d more and %d keys; accepted: 1 or more of each"
                            .formatted(writes, more, keys));
        }
        progress.say("starting 3 nodes");
        try (Multiraft nodes = Multiraft.start("multiraft", node.build(), node.data())) {
            Multiraft system = singleCalls ? nodes : nodes.streamed();
            Operation put = system.putToAll(keys, Workload.MAP_PUT_64.valueBytes());
            look(system);
            write(system, put, writes);
            int first = rows.size() - 1;
            // Row by row, so that one sees whether it grows or swings.
            for (int part = 1; part <= 5; part++) {
                write(system, put, writes + more * part / 5);
            }
            SoakTable table = new SoakTable(rows, first);
            System.out.println("\n" + table.markdown());
            System.out.println(Judged.table(table.judged()));
            return Judged.allMet(table.judged()) ? 0 : 1;
        }
    }

    /** Until so many have been written in all, or a few more. */
    private void write(Multiraft system, Operation put, long until) throws InterruptedException {
        while (written < until) {
            LoadResult result = Load.callers(CALLERS).run(put, Duration.ZERO, SLICE);
            if (result.done() == 0 || result.unanswered() > 0) {
                throw new IllegalStateException(
                        "after %d writes: %d failed, %d had no answer"
                                .formatted(written, result.failures(), result.unanswered()),
                        result.failure().orElse(null));
            }
            written += result.done();
        }
        look(system);
    }

    private void look(Multiraft system) {
        List<NodeFootprint> footprints = NodeFootprint.ofEach(system);
        rows.add(new Row(written, footprints));
        progress.say(
                "%,d writes: %s",
                written,
                String.join(", ", footprints.stream().map(NodeFootprint::toString).toList()));
    }
}
