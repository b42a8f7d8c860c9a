package io.multiraft.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured, and for how long.
 *
 * @param callers instead of those of each workload; empty: those
 * @param rates operations per second of the open loop; empty: no open loop
 * @param firstWarmUp load of each system before anything is measured, at least
 * @param firstWarmUpAtMost the same where compilers do not become quiet
 * @param warmUp load of each system before the first figure of a workload
 * @param leadIn load before each figure that is not counted
 * @param measured time of each figure
 */
public record Plan(
        List<Workload> workloads,
        List<Integer> callers,
        List<Integer> rates,
        int rounds,
        Duration firstWarmUp,
        Duration firstWarmUpAtMost,
        Duration warmUp,
        Duration leadIn,
        Duration measured) {

    private static final List<Workload> WITH_RATES =
            List.of(Workload.COUNTER_INCREMENT, Workload.GET);

    /**
     * Returns this plan if it can be carried out.
     *
     * @throws IllegalArgumentException says all that is wrong with it
     */
    Plan check() {
        List<String> wrong = new ArrayList<>();
        Stream.concat(callers.stream(), rates.stream())
                .filter(amount -> amount < 1)
                .forEach(amount -> wrong.add(amount + " callers or operations per second"));
        if (rounds < 1) {
            wrong.add(rounds + " rounds");
        }
        if (firstWarmUp.isNegative()) {
            wrong.add(firstWarmUp.toSeconds() + " s of first warm-up");
        }
        if (firstWarmUpAtMost.compareTo(firstWarmUp) < 0) {
            wrong.add(
                    "%d s of it at most, which is less than the %d s at least"
                            .formatted(firstWarmUpAtMost.toSeconds(), firstWarmUp.toSeconds()));
        }
        if (measured.toSeconds() < 1 || warmUp.toSeconds() < 1) {
            wrong.add(
                    measured.toSeconds() + " s measured, " + warmUp.toSeconds() + " s of warm-up");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(
                    "asked for "
                            + String.join(", and ", wrong)
                            + "; accepted: 1 or more of each, 0 of the first warm-up, and at most"
                            + " no less than at least");
        }
        return this;
    }

    /** Each is one figure per system and round. */
    List<Load> loads(Workload workload) {
        Stream<Load> closed =
                (callers.isEmpty() ? workload.callers() : callers).stream().map(Load::callers);
        Stream<Load> open =
                WITH_RATES.contains(workload)
                        ? rates.stream().map(Load::perSecond)
                        : Stream.empty();
        return Stream.concat(closed, open).toList();
    }

    /** How long it takes, without starts and preparations. */
    Duration duration(int systems) {
        Duration figure = leadIn.plus(measured);
        return workloads.stream()
                .map(
                        workload ->
                                figure.multipliedBy((long) rounds * loads(workload).size())
                                        .plus(warmUp))
                .reduce(firstWarmUpAtMost, Duration::plus)
                .multipliedBy(systems);
    }
}
