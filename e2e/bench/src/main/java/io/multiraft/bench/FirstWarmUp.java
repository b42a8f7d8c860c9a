package io.multiraft.bench;

import io.multiraft.bench.load.Operation;
import io.multiraft.bench.resource.CompilerTime;
import io.multiraft.bench.resource.ResourceReading;
import io.multiraft.bench.system.SystemUnderTest;
import java.time.Duration;
import java.util.List;
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

    private record Step(Workload workload, int callers) {}

    /**
     * Between them they run through nearly all that serves any workload. Few callers make many log
     * entries, each with little in it, and many the opposite.
     */
    private static final Step[] STEPS = {
        new Step(Workload.MAP_PUT_64, 256),
        new Step(Workload.GET, 256),
        new Step(Workload.MAP_PUT_64, 4)
    };

    private final Duration pass;
    private final Duration most;
    private final Progress progress;

    FirstWarmUp(Duration least, Duration most, Progress progress) {
        this.pass = least.dividedBy(PASSES_AT_LEAST);
        this.most = most;
        this.progress = progress;
    }

    /** Does nothing where the least is zero. */
    void run(SystemUnderTest system) throws InterruptedException {
        if (pass.isZero()) {
            return;
        }
        int passes = 0;
        double share;
        do {
            share = pass(system, pass.dividedBy(STEPS.length));
            passes++;
            progress.say(
                    "%s: warmed up for %s; in the last %s compilers took %.0f %% of what it used",
                    system.name(),
                    Progress.text(pass.multipliedBy(passes)),
                    Progress.text(pass),
                    100 * share);
        } while (goesOn(passes, share));
    }

    /**
     * @param share that compilers had in the last pass; where it cannot be told, they are not quiet
     */
    boolean goesOn(int passes, double share) {
        return passes < PASSES_AT_LEAST || passes < most.dividedBy(pass) && !(share <= QUIET_SHARE);
    }

    /**
     * Does all steps once.
     *
     * @return which part compilers had of the processor time that the system used
     */
    private double pass(SystemUnderTest system, Duration step) throws InterruptedException {
        double used = ResourceReading.processorSecondsOf(system.processes());
        List<CompilerTime> compilers =
                system.processes().stream().map(one -> CompilerTime.of(one.pid())).toList();
        for (Step one : STEPS) {
            // To prepare for one workload ends what was prepared for another.
            Optional<Operation> operation = system.prepare(one.workload);
            if (operation.isPresent()) {
                Load load = Load.callers(one.callers);
                Rounds.requireAnswers(system, load.run(operation.get(), Duration.ZERO, step));
            }
        }
        return compilers.stream().mapToDouble(CompilerTime::secondsSince).sum()
                / (ResourceReading.processorSecondsOf(system.processes()) - used);
    }
}
