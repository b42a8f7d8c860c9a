package io.multiraft.bench;

import io.multiraft.bench.report.Judged;
import io.multiraft.bench.resource.ResourceReading;
import io.multiraft.bench.system.HeldSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What it costs three nodes to hold many sessions whose clients do nothing but live. */
@Command(
        name = "sessions",
        description = "Opens sessions, keeps them alive for a while and says what that cost.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SessionsMain implements Callable<Integer> {

    private static final int LISTS = 5;
    private static final double CORE_PERCENT = 25;
    private static final double LIST_SECONDS = 3;

    @Mixin private MeasuredNode node;

    @Option(
            names = "--sessions",
            defaultValue = "100000",
            description = "How many, default: ${DEFAULT-VALUE}.")
    private int sessions;

    @Option(
            names = "--timeout-seconds",
            defaultValue = "60",
            description = "Of each session, default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    @Option(
            names = "--minutes",
            defaultValue = "30",
            description = "How long they are kept, default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(
            names = "--keep-alives",
            defaultValue = "4",
            description =
                    "In the time of a timeout, default: ${DEFAULT-VALUE}, as the Java client.")
    private int keepAlives;

    @Option(
            names = "--single-calls",
            description = "Each keep-alive is an RPC of its own, not a frame of a stream.")
    private boolean singleCalls;

    private final Progress progress = new Progress(System.out);
    private final List<Judged> judged = new ArrayList<>();

    /** Ends with 0 when all bounds were met. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SessionsMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        progress.say("starting 3 nodes");
        try (HeldSessions held =
                HeldSessions.start(
                        node.build(), node.data(), sessions, timeoutSeconds, singleCalls)) {
            progress.say("opening %d sessions of %d s", sessions, timeoutSeconds);
            held.open();
            progress.say(
                    "open; keeping them alive for %d minutes by %s",
                    minutes, singleCalls ? "single calls" : "frames of streams");
            keep(held);
            list(held);
            judged.add(Judged.atMost("sessions lost", "%.0f", 0, held.lost()));
            System.out.println("\n" + Judged.table(judged));
            return Judged.allMet(judged) ? 0 : 1;
        }
    }

    private void keep(HeldSessions held) {
        long period = Duration.ofSeconds(timeoutSeconds).toNanos() / keepAlives;
        held.keepAlive(period);
        int rounds = (int) (Duration.ofMinutes(minutes).toNanos() / period);
        long begin = System.nanoTime();
        double usedBefore = ResourceReading.processorSecondsOf(held.processes());
        for (int round = 0; round < rounds; round += keepAlives) {
            long start = System.nanoTime();
            double before = ResourceReading.processorSecondsOf(held.processes());
            int now = Math.min(keepAlives, rounds - round);
            for (int i = 0; i < now; i++) {
                held.keepAlive(period);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double used = ResourceReading.processorSecondsOf(held.processes()) - before;
            progress.say(
                    "%.0f keep-alives/s cost %.1f %% of a core, %.0f us each; lost: %d,"
                            + " without an answer: %d",
                    (double) now * sessions / seconds,
                    100 * used / seconds,
                    1e6 * used / ((double) now * sessions),
                    held.lost(),
                    held.unanswered());
        }
        judged.add(
                Judged.atMost(
                        "processor time of three nodes, %d sessions, %d minutes"
                                .formatted(sessions, minutes),
                        "%.1f %% of a core",
                        CORE_PERCENT,
                        100
                                * (ResourceReading.processorSecondsOf(held.processes())
                                        - usedBefore)
                                / ((System.nanoTime() - begin) / 1e9)));
    }

    private void list(HeldSessions held) {
        int missing = 0;
        double longest = 0;
        for (int i = 0; i < LISTS; i++) {
            long start = System.nanoTime();
            int listed = held.list();
            double seconds = (System.nanoTime() - start) / 1e9;
            progress.say("listed %d, page by page, in %.2f s", listed, seconds);
            missing = Math.max(missing, sessions - listed);
            longest = Math.max(longest, seconds);
        }
        judged.add(Judged.atMost("sessions missing in a list", "%.0f", 0, missing));
        judged.add(
                Judged.atMost("list of all, slowest of " + LISTS, "%.2f s", LIST_SECONDS, longest));
    }
}
