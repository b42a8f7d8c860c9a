package io.multiraft.fsm;

import com.google.protobuf.Duration;

/** Durations of the wire in milliseconds. */
public final class Durations {

    /** The longest duration the wire knows, about 10,000 years; no sum with a clock overflows. */
    private static final long MAX_SECONDS = 315_576_000_000L;

    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private Durations() {}

    /**
     * A duration of zero or more, rounded up so that something short never becomes nothing.
     *
     * @param what the field, for the message
     * @throws Refusal INVALID when it is negative or not well formed
     */
    public static long toMillis(Duration duration, String what) throws Refusal {
        long seconds = duration.getSeconds();
        int nanos = duration.getNanos();
        if (seconds < 0 || seconds > MAX_SECONDS || nanos < 0 || nanos >= NANOS_PER_SECOND) {
            throw new Refusal(
                    Status.INVALID,
                    what
                            + " is "
                            + seconds
                            + " s "
                            + nanos
                            + " ns; it must be 0 to "
                            + MAX_SECONDS
                            + " s and 0 to 999999999 ns");
        }
        return seconds * 1_000 + (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    }

    /** The duration of so many milliseconds, which must not be negative. */
    public static Duration ofMillis(long millis) {
        return Duration.newBuilder()
                .setSeconds(millis / 1_000)
                .setNanos((int) (millis % 1_000) * NANOS_PER_MILLI)
                .build();
    }
}
