package io.multiraft.bench;

import io.multiraft.bench.load.ClosedLoop;
import io.multiraft.bench.report.Spread;
import io.multiraft.bench.resource.ProcessFiles;
import io.multiraft.bench.system.ManyPartitions;
import io.multiraft.bench.system.NodeBuild;
import io.multiraft.bench.system.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What many partitions cost three nodes: idle, and for each write that is spread over them. */
@Command(
        name = "partitions",
        description =
                "Says what partitions cost while idle, and whether writes to many are slower.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PartitionsMain implements Callable<Integer> {

    private static final int MINUTE_SECONDS = 60;

    @Option(
            names = "--node",
            paramLabel = "TREE",
            required = true,
            description = "Source tree in which the node is built.")
    private Path tree;

    @Option(
            names = "--partitions",
            defaultValue = "64",
            description = "On each of three nodes, default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(
            names = "--settle-seconds",
            defaultValue = "120",
            description = "Between the start and the first look, default: ${DEFAULT-VALUE}.")
    private int settleSeconds;

    @Option(
            names = "--minutes",
            defaultValue = "2",
            description = "How long they are idle, default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(
            names = "--written",
            defaultValue = "16",
            description = "Partitions that writes are spread over, default: ${DEFAULT-VALUE}.")
    private int written;

    @Option(
            names = "--callers",
            defaultValue = "256",
            description = "Each with one write under way, default: ${DEFAULT-VALUE}.")
    private int callers;

    @Option(
            names = "--rounds",
            defaultValue = "7",
            description = "Of writes to one and to many, default: ${DEFAULT-VALUE}; 0: idle only.")
    private int rounds;

    @Option(names = "--data-directory", required = true, paramLabel = "DIR")
    private Path data;

    private final Progress progress = new Progress(System.out);

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PartitionsMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        progress.say("starting 3 nodes with %d partitions", partitions);
        try (ManyPartitions nodes =
                ManyPartitions.start(NodeBuild.of(tree), data.toAbsolutePath(), partitions)) {
            progress.say("serving; %d s to settle", settleSeconds);
            Thread.sleep(Duration.ofSeconds(settleSeconds).toMillis());
            for (int minute = 0; minute < minutes; minute++) {
                idle(nodes.processes());
            }
            if (rounds > 0) {
                write(nodes);
            }
            return 0;
        }
    }

    private void idle(List<ServerProcess> processes) throws InterruptedException {
        double before = processorSeconds(processes);
        long start = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(MINUTE_SECONDS).toMillis());
        double seconds = (System.nanoTime() - start) / 1e9;
        double used = processorSeconds(processes) - before;
        progress.say("idle: %.1f %% of a core in all", 100 * used / seconds);
        for (ServerProcess process : processes) {
            progress.say(
                    "  a node has %.0f threads, %.0f MB",
                    ProcessFiles.threads(process.pid()),
                    ProcessFiles.residentBytes(process.pid()) / 1e6);
        }
    }

    /** In turns, the other first in each round. */
    private void write(ManyPartitions nodes) throws InterruptedException {
        nodes.create(written);
        rate(nodes, 1, 10);
        rate(nodes, written, 10);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            boolean manyFirst = round % 2 == 0;
            double first = rate(nodes, manyFirst ? written : 1, 3);
            double second = rate(nodes, manyFirst ? 1 : written, 3);
            double one = manyFirst ? second : first;
            double many = manyFirst ? first : second;
            ratios.add(many / one);
            progress.say(
                    "%d callers: %.0f writes/s to one partition, %.0f to %d: %.2f times",
                    callers, one, many, written, many / one);
        }
        Spread spread = Spread.of(ratios);
        progress.say(
                "writes to %d partitions: %.2f times those to one, %.2f to %.2f",
                written, spread.median(), spread.least(), spread.most());
    }

    private double rate(ManyPartitions nodes, int count, int seconds) throws InterruptedException {
        return ClosedLoop.run(
                        nodes.increment(count),
                        callers,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(seconds))
                .rate();
    }

    private static double processorSeconds(List<ServerProcess> processes) {
        return processes.stream()
                .mapToDouble(process -> ProcessFiles.processorSeconds(process.pid()))
                .sum();
    }
}
