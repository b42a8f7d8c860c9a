package io.multiraft.bench;

import io.multiraft.bench.failover.Balance;
import io.multiraft.bench.failover.LeaderKills;
import io.multiraft.bench.failover.Outage;
import io.multiraft.bench.report.Judged;
import io.multiraft.bench.report.Spread;
import io.multiraft.bench.system.MultiraftCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** For how long nobody can write when a leader dies, and whether anything is lost. */
@Command(
        name = "failover",
        description = "Kills leaders under write load and says for how long nobody could write.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class FailoverMain implements Callable<Integer> {

    private static final double GAP_SECONDS = 1.5;

    @Mixin private MeasuredNode node;

    @Option(
            names = "--kills",
            defaultValue = "50",
            description = "How many, default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(
            names = "--writers",
            defaultValue = "64",
            description = "Writes under way at a time, default: ${DEFAULT-VALUE}.")
    private int writers;

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "30",
            description = "Of writes before the first kill, default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    private final Progress progress = new Progress(System.out);

    /** Ends with 0 when all bounds were met. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FailoverMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (kills < 1 || writers < 1) {
            throw new IllegalArgumentException(
                    "asked for %d kills and %d writers; accepted: 1 or more of each"
                            .formatted(kills, writers));
        }
        progress.say("starting 3 nodes");
        try (MultiraftCluster cluster = MultiraftCluster.start(node.build(), node.data());
                LeaderKills load = new LeaderKills(cluster, writers)) {
            progress.say("warming up, %d s", warmUpSeconds);
            load.warmUp(Duration.ofSeconds(warmUpSeconds));
            List<Outage> outages = kill(load);
            Balance balance = load.finish();
            progress.say(
                    "%,d writes acknowledged; %d writers ended with one that failed",
                    balance.acknowledged(), balance.failedWriters());
            List<Judged> judged = judged(outages, balance);
            System.out.println("\n" + Judged.table(judged));
            return Judged.allMet(judged) ? 0 : 1;
        }
    }

    private List<Outage> kill(LeaderKills load) {
        List<Outage> outages = new ArrayList<>();
        for (int kill = 1; kill <= kills; kill++) {
            Outage outage = load.kill();
            outages.add(outage);
            progress.say(
                    "kill %d of %d: another leads after %.2f s, longest gap %.2f s, %,d writes",
                    kill,
                    kills,
                    outage.electedNanos() / 1e9,
                    outage.gapNanos() / 1e9,
                    load.written());
        }
        return outages;
    }

    private static List<Judged> judged(List<Outage> outages, Balance balance) {
        Spread elected = seconds(outages, Outage::electedNanos);
        Spread gaps = seconds(outages, Outage::gapNanos);
        String of = " of " + outages.size() + " kills";
        return List.of(
                Judged.atMost("another leads, worst" + of, "%.2f s", GAP_SECONDS, elected.most()),
                Judged.atMost(
                        "gap between writes, median" + of, "%.2f s", GAP_SECONDS, gaps.median()),
                Judged.atMost("gap between writes, worst" + of, "%.2f s", GAP_SECONDS, gaps.most()),
                Judged.atMost("increments lost", "%.0f", 0, balance.lostIncrements()),
                Judged.atMost("increments repeated", "%.0f", 0, balance.repeatedIncrements()),
                Judged.atMost("keys without the last put", "%.0f", 0, balance.wrongKeys()),
                Judged.atMost("writes that failed", "%.0f", 0, balance.failedWriters()));
    }

    private static Spread seconds(List<Outage> outages, ToLongFunction<Outage> nanos) {
        return Spread.of(outages.stream().map(one -> nanos.applyAsLong(one) / 1e9).toList());
    }
}
