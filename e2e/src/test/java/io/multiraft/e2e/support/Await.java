package io.multiraft.e2e.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits with a name and a bound. */
public final class Await {

    private Await() {}

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
                .atMost(period.plusSeconds(10));
    }
}
