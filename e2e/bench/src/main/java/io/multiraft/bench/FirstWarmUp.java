package io.multiraft.bench;

import io.multiraft.bench.load.Operation;
import io.multiraft.bench.resource.ResourceReading;
import io.multiraft.bench.system.SystemUnderTest;
import java.time.Duration;
import java.util.Optional;

/**
 * Load before anything is measured, until what compiles a system while it runs has become quiet:
 * half a minute on a quick machine, minutes on a busy one. Figures taken before would be those of
 * code that is no longer there a moment later.
 */
final class FirstWarmUp {

    /** Compilers that take less of a system's processor time than this are quiet. */
    private static final double QUIET_SHARE = 0.05;

    /** Times that all steps are done within the least duration. */
    private static final int PASSES_AT_LEAST = 2;

    /**
     * Between them they run through nearly all that serves any workload. Few callers make many log
     * entries, each with little in it, and many the opposite.
     */
    private record Step(Workload workload, int callers) {}

    private static final Step[] STEPS = {
        new Step(Workload.MAP_PUT_64, 256),
        new Step(Workload.GET, 256),
        new Step(Workload.MAP_PUT_64, 4)
    };

    private final Duration least;
    private final Duration most;
    private final Progress progress;

    FirstWarmUp(Duration least, Duration most, Progress progress) {
        this.least = least;
        this.most = most;
        this.progress = progress;
    }

    void run(SystemUnderTest system) throws InterruptedException {
        Duration step = least.dividedBy((long) PASSES_AT_LEAST * STEPS.length);
        Duration pass = step.multipliedBy(STEPS.length);
        double share = 1;
        for (Duration past = Duration.ZERO; goesOn(past, pass, share); past = past.plus(pass)) {
            share = pass(system, step);
            progress.say(
                    "%s: warmed up for %s; in the last %s compilers took %.0f %% of what it used",
                    system.name(),
                    Progress.text(past.plus(pass)),
                    Progress.text(pass),
                    100 * share);
        }
    }

    private boolean goesOn(Duration past, Duration pass, double share) {
        return past.compareTo(least) < 0
                || share > QUIET_SHARE && past.plus(pass).compareTo(most) <= 0;
    }

    /**
     * Does all steps once.
     *
     * @return which part compilers had of the processor time that the system used
     */
    private double pass(SystemUnderTest system, Duration step) throws InterruptedException {
        double used = ResourceReading.processorSecondsOf(system.processes());
        double compiled = ResourceReading.compilerSecondsOf(system.processes());
        for (Step one : STEPS) {
            // To prepare for one workload ends what was prepared for another.
            Optional<Operation> operation = system.prepare(one.workload);
            if (operation.isPresent()) {
                Load load = Load.callers(one.callers);
                Rounds.requireAnswers(system, load.run(operation.get(), Duration.ZERO, step));
            }
        }
        return (ResourceReading.compilerSecondsOf(system.processes()) - compiled)
                / (ResourceReading.processorSecondsOf(system.processes()) - used);
    }
}
