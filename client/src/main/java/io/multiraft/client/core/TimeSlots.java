package io.multiraft.client.core;

/**
 * Times at which the keep-alives of all sessions are due, so that those of many sessions leave
 * together.
 */
record TimeSlots(long lengthMillis) {

    private static final long LENGTH_MILLIS_MAX = 100;

    /** So a keep-alive comes at most 5 % early. */
    private static final int IN_INTERVAL_MIN = 20;

    static TimeSlots of(long intervalMillis) {
        return new TimeSlots(
                Math.max(1, Math.min(LENGTH_MILLIS_MAX, intervalMillis / IN_INTERVAL_MIN)));
    }

    /** Of the slot in which that time is. */
    long beginningOf(long millis) {
        return millis - Math.floorMod(millis, lengthMillis);
    }
}
