package io.multiraft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.sim.check.Checker;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Some seeds with each build; {@code make simulate} runs as many as one likes. */
class SmokeSeedsTest {

    private static final int SEEDS = 300;
    private static final int CHUNK = 50;

    static List<Integer> chunks() {
        return IntStream.range(0, SEEDS / CHUNK).mapToObj(i -> 1 + i * CHUNK).toList();
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void everythingHoldsFrom(int first) {
        long entries = 0;
        for (long seed = first; seed < first + CHUNK; seed++) {
            SimulatorOptions options = SimulatorOptions.of(seed);
            Simulator simulator =
                    new Simulator(options, new Wiring(), Checker.of(options.limits()));
            simulator.run();
            entries += simulator.entries();
        }
        assertThat(entries).as("something happens").isGreaterThan(CHUNK * 200);
    }

    @Test
    void optionsOfTheSeedsDiffer() {
        SimulatorOptions[] options =
                IntStream.rangeClosed(1, SEEDS)
                        .mapToObj(SimulatorOptions::of)
                        .toArray(SimulatorOptions[]::new);
        assertThat(Arrays.stream(options).map(SimulatorOptions::nodes)).contains(1, 2, 3, 4, 5);
        assertThat(Arrays.stream(options).map(SimulatorOptions::limits).distinct()).hasSize(2);
        assertThat(Arrays.stream(options).map(option -> option.network().gaps()))
                .contains(true, false);
        assertThat(Arrays.stream(options).map(option -> option.workload().rogue()))
                .contains(true, false);
    }
}
