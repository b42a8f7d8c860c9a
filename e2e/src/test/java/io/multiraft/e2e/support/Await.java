package io.multiraft.e2e.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits with a name and a bound. */
public final class Await {

    private static final Duration SOON = Duration.ofMinutes(3);

    private Await() {}

    /** Says nothing about speed: a machine that is busy gets the time it takes. */
    public static ConditionFactory soon(String what) {
        return within(SOON, what);
    }

    /** Within a time that users are promised, by the {@link CalmClock}. */
    public static ConditionFactory asPromised(Duration bound, String what) {
        long start = CalmClock.nanoTime();
        return soon(what)
                .failFast(
                        what + ": not within " + bound.toSeconds() + " s",
                        () -> CalmClock.nanoTime() - start > bound.toNanos());
    }

    /** Errors on the way are taken for "not yet". */
    public static ConditionFactory within(Duration bound, String what) {
        return Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .atMost(bound)
                .ignoreExceptions();
    }

    public static ConditionFactory within(int seconds, String what) {
        return within(Duration.ofSeconds(seconds), what);
    }

    /** Lets a time pass in which {@code what} must hold all the while. */
    public static ConditionFactory during(Duration period, String what) {
        return Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .during(period)
                .atMost(period.plus(SOON));
    }
}
