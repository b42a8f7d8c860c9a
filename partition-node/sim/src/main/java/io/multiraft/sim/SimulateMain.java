package io.multiraft.sim;

import io.multiraft.sim.check.Checker;
import io.multiraft.sim.check.Violation;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Runs seeds. {@code simulate FIRST COUNT} runs {@code COUNT} seeds from {@code FIRST} on and stops
 * at the first that fails; {@code simulate SEED} runs one, and prints its trace when it fails.
 *
 * <p>Exit codes: 0 all held, 1 an invariant was violated, 2 something threw, 64 wrong arguments.
 */
public final class SimulateMain {

    static final int OK = 0;
    static final int VIOLATED = 1;
    static final int BROKEN = 2;
    static final int USAGE = 64;

    private static final int EVENTS_SHOWN = 60;
    private static final int PROGRESS_EVERY = 1_000;

    private SimulateMain() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    static int run(String[] arguments, PrintStream out) {
        long first;
        long count;
        try {
            first = Long.parseLong(arguments[0]);
            count = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            out.println(
                    "got \""
                            + String.join(" ", arguments)
                            + "\"; expected: FIRST_SEED [COUNT], two numbers");
            return USAGE;
        }
        return runAll(first, count, out);
    }

    private static int runAll(long first, long count, PrintStream out) {
        long entries = 0;
        for (long seed = first; seed < first + count; seed++) {
            Simulator simulator = simulator(seed, new Wiring());
            int result = run(simulator, seed, out);
            if (result != OK) {
                return result;
            }
            entries += simulator.entries();
            if (count == 1) {
                out.printf(Locale.ROOT, "trace %016x%n", simulator.trace().hash());
            }
            if ((seed - first + 1) % PROGRESS_EVERY == 0) {
                out.println((seed - first + 1) + " seeds, " + entries + " log entries, all held");
            }
        }
        out.println(
                "seeds "
                        + first
                        + " to "
                        + (first + count - 1)
                        + ": all held, "
                        + entries
                        + " log entries");
        return OK;
    }

    /** Runs one seed with parts put together in another way. */
    static int run(long seed, Wiring wiring, PrintStream out) {
        return run(simulator(seed, wiring), seed, out);
    }

    private static Simulator simulator(long seed, Wiring wiring) {
        SimulatorOptions options = SimulatorOptions.of(seed);
        return new Simulator(options, wiring, Checker.of(options.limits()));
    }

    private static int run(Simulator simulator, long seed, PrintStream out) {
        try {
            simulator.run();
            return OK;
        } catch (Violation violation) {
            report(simulator, seed, out);
            out.println("VIOLATED " + violation.getMessage());
            return VIOLATED;
        } catch (RuntimeException e) {
            report(simulator, seed, out);
            out.println("BROKEN " + e);
            for (StackTraceElement element : e.getStackTrace()) {
                out.println("    at " + element);
            }
            return BROKEN;
        }
    }

    private static void report(Simulator simulator, long seed, PrintStream out) {
        out.println("The last events of seed " + seed + ", " + SimulatorOptions.of(seed) + ":");
        simulator.trace().last(EVENTS_SHOWN).forEach(out::println);
        out.println("Again: make simulate SEED=" + seed);
    }
}
