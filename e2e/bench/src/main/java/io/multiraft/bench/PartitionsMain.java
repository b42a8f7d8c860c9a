package io.multiraft.bench;

import io.multiraft.bench.load.ClosedLoop;
import io.multiraft.bench.load.LoadResult;
import io.multiraft.bench.report.Judged;
import io.multiraft.bench.report.Spread;
import io.multiraft.bench.resource.ProcessFiles;
import io.multiraft.bench.resource.ResourceReading;
import io.multiraft.bench.system.ManyPartitions;
import io.multiraft.bench.system.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private static final int ROUND_SECONDS = 3;
    private static final int IDLE_CORE_PERCENT = 10;

    @Mixin private MeasuredNode node;

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
            split = ",",
            paramLabel = "COUNT",
            defaultValue = "256,2048",
            description = "Each with one write under way, default: ${DEFAULT-VALUE}.")
    private List<Integer> callers;

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "60",
            description = "Of writes to one, and of writes to many, default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    @Option(
            names = "--rounds",
            defaultValue = "7",
            description = "Of writes to one and to many, default: ${DEFAULT-VALUE}; 0: idle only.")
    private int rounds;

    private final Progress progress = new Progress(System.out);
    private final List<Judged> judged = new ArrayList<>();

    /** Ends with 0 when all bounds were met. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PartitionsMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        progress.say("starting 3 nodes with %d partitions", partitions);
        try (ManyPartitions nodes = ManyPartitions.start(node.build(), node.data(), partitions)) {
            progress.say("serving; %d s to settle", settleSeconds);
            Thread.sleep(Duration.ofSeconds(settleSeconds).toMillis());
            for (int minute = 0; minute < minutes; minute++) {
                idle(nodes.processes());
            }
            if (rounds > 0) {
                write(nodes);
            }
        }
        System.out.println("\n" + Judged.table(judged));
        return Judged.allMet(judged) ? 0 : 1;
    }

    private void idle(List<ServerProcess> processes) throws InterruptedException {
        double before = ResourceReading.processorSecondsOf(processes);
        long start = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(MINUTE_SECONDS).toMillis());
        double seconds = (System.nanoTime() - start) / 1e9;
        double percent = 100 * (ResourceReading.processorSecondsOf(processes) - before) / seconds;
        progress.say("idle: %.1f %% of a core in all", percent);
        judged.add(
                Judged.atMost(
                        "processor time of three nodes, %d partitions, idle for a minute"
                                .formatted(partitions),
                        "%.1f %% of a core",
                        IDLE_CORE_PERCENT,
                        percent));
        for (ServerProcess process : processes) {
            progress.say(
                    "  a node has %.0f threads, %.0f MB",
                    ProcessFiles.threads(process.pid()),
                    ProcessFiles.residentBytes(process.pid()) / 1e6);
        }
    }

    /**
     * What came of writes.
     *
     * @param processorMicros of all nodes, for a write
     */
    private record Writes(double rate, double processorMicros) {}

    private void write(ManyPartitions nodes) throws InterruptedException {
        nodes.create(written);
        progress.say("warming up, %d s with one partition, as long with many", warmUpSeconds);
        load(nodes, callers.get(0), 1, warmUpSeconds);
        load(nodes, callers.get(0), written, warmUpSeconds);
        for (int count : callers) {
            write(nodes, count);
        }
    }

    /** In turns, the other first in each round. */
    private void write(ManyPartitions nodes, int count) throws InterruptedException {
        List<Double> rates = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            boolean manyFirst = round % 2 == 0;
            Writes first = load(nodes, count, manyFirst ? written : 1, ROUND_SECONDS);
            Writes second = load(nodes, count, manyFirst ? 1 : written, ROUND_SECONDS);
            Writes one = manyFirst ? second : first;
            Writes many = manyFirst ? first : second;
            rates.add(many.rate() / one.rate());
            costs.add(many.processorMicros() / one.processorMicros());
            progress.say(
                    "%d callers, one partition: %.0f writes/s, %.0f us of processor each;"
                            + " %d partitions: %.0f writes/s, %.0f us",
                    count,
                    one.rate(),
                    one.processorMicros(),
                    written,
                    many.rate(),
                    many.processorMicros());
        }
        say("rate", Spread.of(rates));
        say("processor time for a write", Spread.of(costs));
        judged.add(
                Judged.atLeast(
                        "writes to %d partitions, %,d callers".formatted(written, count),
                        "%.2f x those to one",
                        1,
                        Spread.of(rates).median()));
    }

    private void say(String what, Spread spread) {
        progress.say(
                "%s with %d partitions: %.2f times that with one (%.2f to %.2f)",
                what, written, spread.median(), spread.least(), spread.most());
    }

    private Writes load(ManyPartitions nodes, int callers, int count, int seconds)
            throws InterruptedException {
        double before = ResourceReading.processorSecondsOf(nodes.processes());
        LoadResult result =
                ClosedLoop.run(
                        nodes.increment(count),
                        callers,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(seconds));
        double used = ResourceReading.processorSecondsOf(nodes.processes()) - before;
        return new Writes(result.rate(), 1e6 * used / result.done());
    }
}
