package io.multiraft.fsm;

/**
 * The only clock there is: the running maximum of the entries' time stamps, in milliseconds.
 *
 * <p>What is armed at some time ends a timeout later, counted from the last {@code resume} if that
 * was later: so an outage, in which nobody could keep anything alive, ends nothing.
 */
public final class LogTime {

    private long nowMillis;
    private long resumedMillis = Long.MIN_VALUE;

    void advanceTo(long timestampMillis) {
        nowMillis = Math.max(nowMillis, timestampMillis);
    }

    void resume() {
        resumedMillis = nowMillis;
    }

    /** Sets the clock to that of a snapshot, whose deadlines have taken in every resume before. */
    void restore(long clockMillis) {
        nowMillis = clockMillis;
        resumedMillis = Long.MIN_VALUE;
    }

    /** The clock; 0 before the first entry. */
    public long nowMillis() {
        return nowMillis;
    }

    /** The clock at the last resume; the least value when there was none. */
    public long resumedMillis() {
        return resumedMillis;
    }

    /** When something ends that was armed at {@code armedMillis}, given the last resume. */
    public static long deadlineMillis(long armedMillis, long timeoutMillis, long resumedMillis) {
        return Math.max(armedMillis, resumedMillis) + timeoutMillis;
    }
}
