package io.multiraft.bench.load;

/**
 * When each operation of an open loop is to begin: evenly, whatever became of those before.
 *
 * @param startNanos when number 0 begins, on {@link System#nanoTime}
 * @param perSecond rate
 */
record Schedule(long startNanos, int perSecond) {

    long beginOf(long number) {
        return startNanos + Math.round(number * 1e9 / perSecond);
    }

    /** How many operations should have begun by then. */
    long dueBy(long nanos) {
        long passed = nanos - startNanos;
        return passed < 0 ? 0 : (long) (passed * (double) perSecond / 1e9) + 1;
    }
}
