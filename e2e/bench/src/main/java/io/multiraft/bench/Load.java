package io.multiraft.bench;

import io.multiraft.bench.load.ClosedLoop;
import io.multiraft.bench.load.LoadResult;
import io.multiraft.bench.load.OpenLoop;
import io.multiraft.bench.load.Operation;
import java.time.Duration;

/**
 * How a system is loaded.
 *
 * @param kind by a number of callers, or by operations per second
 */
public record Load(Kind kind, int amount) {

    /** What decides when an operation begins. */
    public enum Kind {
        /** A caller begins when its last operation has ended. */
        CLOSED,
        /** The clock. */
        OPEN
    }

    /** So many callers. */
    public static Load callers(int count) {
        return new Load(Kind.CLOSED, count);
    }

    /** So many operations per second. */
    public static Load perSecond(int rate) {
        return new Load(Kind.OPEN, rate);
    }

    LoadResult run(Operation operation, Duration leadIn, Duration measured)
            throws InterruptedException {
        return kind == Kind.CLOSED
                ? ClosedLoop.run(operation, amount, leadIn, measured)
                : OpenLoop.run(operation, amount, leadIn, measured);
    }

    /** As people read it. */
    @Override
    public String toString() {
        return kind == Kind.OPEN
                ? "%,d/s offered".formatted(amount)
                : amount == 1 ? "1 caller" : "%,d callers".formatted(amount);
    }
}
