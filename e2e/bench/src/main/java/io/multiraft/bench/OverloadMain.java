package io.multiraft.bench;

import io.multiraft.bench.load.LoadResult;
import io.multiraft.bench.load.Operation;
import io.multiraft.bench.load.Overload;
import io.multiraft.bench.load.OverloadWindow;
import io.multiraft.bench.report.Judged;
import io.multiraft.bench.report.OverloadTable;
import io.multiraft.bench.system.Multiraft;
import io.multiraft.bench.system.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What three nodes do when they are asked for more than they can do. */
@Command(
        name = "overload",
        description = "Finds the peak, offers twice that for a while and says what came of it.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class OverloadMain implements Callable<Integer> {

    private static final List<Integer> PEAK_CALLERS = List.of(64, 256, 1024);
    private static final int PEAK_ROUNDS = 2;
    private static final int WARM_UP_TIMES = 6;
    private static final Duration WINDOW = Duration.ofSeconds(10);

    @Mixin private MeasuredNode node;

    @Option(names = "--stream", description = "Through the session stream, not by single calls.")
    private boolean stream;

    @Option(
            names = "--times",
            defaultValue = "2",
            description = "How much of the peak is offered, default: ${DEFAULT-VALUE}.")
    private double times;

    @Option(
            names = "--seconds",
            defaultValue = "120",
            description = "How long, in tens of seconds, default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--deadline-seconds",
            defaultValue = "5",
            description = "Of each call, default: ${DEFAULT-VALUE}.")
    private int deadlineSeconds;

    @Option(
            names = "--in-flight",
            defaultValue = "8192",
            description =
                    "Calls under way that the load generator has room for, default:"
                            + " ${DEFAULT-VALUE}.")
    private int inFlight;

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "40",
            description =
                    "Before the peak is looked for, at least; and until compilers are quiet, or six"
                            + " times as long. Default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    @Option(
            names = "--peak-seconds",
            defaultValue = "5",
            description = "Of each figure of the peak, default: ${DEFAULT-VALUE}.")
    private int peakSeconds;

    private final Progress progress = new Progress(System.out);

    /** Ends with 0 when all bounds were met. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new OverloadMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        progress.say("starting 3 nodes");
        try (Multiraft nodes =
                Multiraft.start("multiraft", node.build(), node.data())
                        .within(Duration.ofSeconds(deadlineSeconds))) {
            Multiraft system = stream ? nodes.streamed() : nodes;
            Duration warmUp = Duration.ofSeconds(warmUpSeconds);
            new FirstWarmUp(warmUp, warmUp.multipliedBy(WARM_UP_TIMES), progress).run(system);
            Operation put = system.prepare(Workload.MAP_PUT_64).orElseThrow();
            double peak = peak(put);
            int offered = (int) (times * peak);
            progress.say("offering %,d/s for %d s", offered, seconds);
            OverloadTable table = offer(system, put, offered, peak);
            System.out.println("\n" + table.markdown());
            List<Judged> judged = table.judged(deadlineSeconds);
            System.out.println(Judged.table(judged));
            return Judged.allMet(judged) ? 0 : 1;
        }
    }

    private double peak(Operation put) throws InterruptedException {
        double peak = 0;
        for (int round = 0; round < PEAK_ROUNDS; round++) {
            for (int callers : PEAK_CALLERS) {
                LoadResult result =
                        Load.callers(callers)
                                .run(put, Duration.ofSeconds(1), Duration.ofSeconds(peakSeconds));
                progress.say("%s: %,.0f/s", Load.callers(callers), result.rate());
                peak = Math.max(peak, result.rate());
            }
        }
        return peak;
    }

    private OverloadTable offer(Multiraft system, Operation put, int perSecond, double peak)
            throws InterruptedException {
        int windows = Math.max(1, seconds / (int) WINDOW.toSeconds());
        try (OverloadSamples samples = OverloadSamples.start(system, WINDOW)) {
            List<OverloadWindow> measured =
                    Overload.run(put, perSecond, inFlight, WINDOW, windows, Refusals::kind);
            return new OverloadTable(peak, perSecond, measured, samples.finish(windows + 1));
        }
    }
}
