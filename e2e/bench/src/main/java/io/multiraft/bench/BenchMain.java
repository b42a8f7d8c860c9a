package io.multiraft.bench;

import io.multiraft.bench.report.Figures;
import io.multiraft.bench.report.Report;
import io.multiraft.bench.resource.Machine;
import io.multiraft.bench.system.Echo;
import io.multiraft.bench.system.Etcd;
import io.multiraft.bench.system.Multiraft;
import io.multiraft.bench.system.NodeBuild;
import io.multiraft.bench.system.SystemUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the systems it is told of, loads them in turns, and reports. */
@Command(
        name = "bench",
        description = "Loads systems in turns and compares the first with the others.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BenchMain implements Callable<Integer> {

    private static final List<Integer> RATES = List.of(2_000, 8_000);
    private static final int FIRST_WARM_UP_AT_MOST = 240;

    @Option(
            names = "--node",
            paramLabel = "NAME=TREE",
            description = "A Multiraft of the node that is built in that source tree.",
            required = true)
    private Map<String, Path> nodes = new LinkedHashMap<>();

    @Option(
            names = "--stream",
            description = "Also the first node through the session stream, as a system of its own.")
    private boolean stream;

    @Option(names = "--etcd", paramLabel = "PROGRAM", description = "Also etcd, by this server.")
    private Path etcd;

    @Option(names = "--echo", description = "Also the bare gRPC echo.")
    private boolean echo;

    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "NAME",
            description = "Any of ${COMPLETION-CANDIDATES}; all by default.")
    private List<Workload> workloads = List.of(Workload.values());

    @Option(
            names = "--callers",
            split = ",",
            paramLabel = "COUNT",
            description =
                    "Callers at a time, for all workloads, instead of those of each; then there is"
                            + " no open loop unless rates are given, too.")
    private List<Integer> callers = List.of();

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "RATE",
            description = "Operations per second of the open loop, default: 2000,8000.")
    private List<Integer> rates;

    @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            description = "Time of each figure, default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--first-warm-up-seconds",
            defaultValue = "40",
            description =
                    "For each system, of puts and gets before anything is measured, at least;"
                            + " default: ${DEFAULT-VALUE}.")
    private int firstWarmUpSeconds;

    @Option(
            names = "--first-warm-up-seconds-at-most",
            description =
                    "It ends earlier when compilers have become quiet; default: 240, or what it"
                            + " takes at least.")
    private Integer firstWarmUpSecondsAtMost;

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "3",
            description = "For each system and workload, default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    @Option(names = "--about", description = "Heads the report.", defaultValue = "")
    private String about;

    @Option(
            names = "--data-directory",
            required = true,
            paramLabel = "DIR",
            description = "For the data of all systems.")
    private Path data;

    @Option(
            names = "--report",
            required = true,
            paramLabel = "DIR",
            description = "For the tables and pictures.")
    private Path reportDirectory;

    private final Progress progress = new Progress(System.out);
    private final List<SystemUnderTest> systems = new ArrayList<>();

    /** Ends with 0 when all was measured. */
    public static void main(String[] arguments) {
        CommandLine line =
                new CommandLine(new BenchMain())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOverwrittenOptionsAllowed(true);
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Plan plan = plan().check();
        startSystems();
        progress.say(
                "at most %s of load on %d systems, in %d rounds of %d s each",
                Progress.text(plan.duration(systems.size())),
                systems.size(),
                plan.rounds(),
                plan.measured().toSeconds());
        Figures figures = new Figures(new Rounds(plan, systems, progress).run());
        String subject = systems.get(0).name();
        Report report = new Report(figures, subject, heading());
        report.write(reportDirectory);
        System.out.println("\n" + report.text());
        if (nodes.size() == 2) {
            System.out.println(report.verdicts(systems.get(1).name()));
        }
        progress.say("tables and pictures are in %s", reportDirectory);
        return 0;
    }

    private Plan plan() {
        return new Plan(
                workloads,
                callers,
                rates != null ? rates : callers.isEmpty() ? RATES : List.of(),
                rounds,
                Duration.ofSeconds(firstWarmUpSeconds),
                Duration.ofSeconds(
                        firstWarmUpSecondsAtMost != null
                                ? firstWarmUpSecondsAtMost
                                : Math.max(FIRST_WARM_UP_AT_MOST, firstWarmUpSeconds)),
                Duration.ofSeconds(warmUpSeconds),
                Duration.ofMillis(500),
                Duration.ofSeconds(seconds));
    }

    private String heading() {
        return "Measured %s on %s. %s"
                .formatted(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS), Machine.description(), about)
                .strip();
    }

    private void startSystems() {
        List<Multiraft> multirafts = new ArrayList<>();
        nodes.forEach(
                (name, tree) -> {
                    progress.say("starting 3 nodes of %s", name);
                    multirafts.add(Multiraft.start(name, NodeBuild.of(tree), absolute(name)));
                });
        systems.addAll(multirafts);
        if (stream) {
            systems.add(multirafts.get(0).streamed());
        }
        if (etcd != null) {
            progress.say("starting 3 members of etcd");
            systems.add(Etcd.start(etcd, absolute("etcd")));
        }
        if (echo) {
            progress.say("starting the echo");
            systems.add(Echo.start(absolute("echo")));
        }
    }

    private Path absolute(String name) {
        return data.toAbsolutePath().resolve(name);
    }
}
