package io.multiraft.bench;

import io.multiraft.bench.load.LoadResult;
import io.multiraft.bench.load.Operation;
import io.multiraft.bench.resource.ProcessFiles;
import io.multiraft.bench.resource.ResourceReading;
import io.multiraft.bench.system.SystemUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads systems in turns. In each round every system has one turn, and another one begins than the
 * round before, so that what changes on the machine falls on all of them.
 */
final class Rounds {

    private static final int WARM_UP_CALLERS = 256;

    private final Plan plan;
    private final List<? extends SystemUnderTest> systems;
    private final Progress progress;
    private final FirstWarmUp firstWarmUp;
    private final List<Measurement> measurements = new ArrayList<>();

    Rounds(Plan plan, List<? extends SystemUnderTest> systems, Progress progress) {
        this.plan = plan;
        this.systems = systems;
        this.progress = progress;
        this.firstWarmUp = new FirstWarmUp(plan.firstWarmUp(), plan.firstWarmUpAtMost(), progress);
    }

    List<Measurement> run() throws InterruptedException {
        for (SystemUnderTest system : systems) {
            firstWarmUp.run(system);
        }
        for (Workload workload : plan.workloads()) {
            Map<SystemUnderTest, Operation> operations = warmUp(workload, plan.warmUp());
            for (Load load : plan.loads(workload)) {
                for (int round = 0; round < plan.rounds(); round++) {
                    measure(workload, load, round, operations);
                }
            }
        }
        return measurements;
    }

    private Map<SystemUnderTest, Operation> warmUp(Workload workload, Duration time)
            throws InterruptedException {
        Map<SystemUnderTest, Operation> operations = new LinkedHashMap<>();
        for (SystemUnderTest system : systems) {
            system.prepare(workload).ifPresent(operation -> operations.put(system, operation));
        }
        for (Map.Entry<SystemUnderTest, Operation> entry : operations.entrySet()) {
            progress.say(
                    "%s: warming up %s, %s",
                    workload.title(), entry.getKey().name(), Progress.text(time));
            int callers = Math.min(WARM_UP_CALLERS, Collections.max(workload.callers()));
            requireAnswers(
                    entry.getKey(),
                    Load.callers(callers).run(entry.getValue(), Duration.ZERO, time));
        }
        return operations;
    }

    /** A system that does nothing has no figures. */
    static void requireAnswers(SystemUnderTest system, LoadResult result) {
        if (result.done() == 0) {
            throw new IllegalStateException(
                    "%s did no operation; %d failed, %d had no answer"
                            .formatted(system.name(), result.failures(), result.unanswered()),
                    result.failure().orElse(null));
        }
    }

    private void measure(
            Workload workload, Load load, int round, Map<SystemUnderTest, Operation> operations)
            throws InterruptedException {
        List<SystemUnderTest> order = new ArrayList<>(operations.keySet());
        List<String> rates = new ArrayList<>();
        for (int turn = 0; turn < order.size(); turn++) {
            SystemUnderTest system = order.get((turn + round) % order.size());
            Measurement measurement =
                    measure(system, workload, load, round, operations.get(system));
            measurements.add(measurement);
            rates.add("%s %s".formatted(system.name(), text(measurement)));
            if (measurement.leaderMoved()) {
                // Who leads now has compiled only what followers do.
                firstWarmUp.run(system);
                system.prepare(workload).ifPresent(again -> operations.put(system, again));
            }
        }
        progress.say(
                "%s, %s, round %d of %d: %s",
                workload.title(), load, round + 1, plan.rounds(), String.join(", ", rates));
    }

    private Measurement measure(
            SystemUnderTest system, Workload workload, Load load, int round, Operation operation)
            throws InterruptedException {
        ResourceReading before = ResourceReading.of(system);
        double clientBefore = ProcessFiles.processorSeconds(ProcessHandle.current().pid());
        LoadResult result = load.run(operation, plan.leadIn(), plan.measured());
        double clientAfter = ProcessFiles.processorSeconds(ProcessHandle.current().pid());
        ResourceReading used = ResourceReading.of(system).since(before);
        requireAnswers(system, result);
        return new Measurement(
                system.name(),
                workload,
                load,
                round,
                result,
                !system.stillLed(),
                used,
                clientAfter - clientBefore);
    }

    private static String text(Measurement measurement) {
        LoadResult result = measurement.result();
        long bad = result.failures() + result.unanswered();
        return "%,.0f/s%s%s"
                .formatted(
                        result.rate(),
                        bad == 0 ? "" : " (%,d FAILED)".formatted(bad),
                        measurement.leaderMoved() ? " (LEADER MOVED)" : "");
    }
}
