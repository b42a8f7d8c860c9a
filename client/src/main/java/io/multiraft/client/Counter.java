package io.multiraft.client;

/**
 * A 64-bit signed number that the whole cluster agrees on; 0 at first. Every method throws a {@link
 * io.multiraft.client.errors.MultiRaftException}.
 *
 * <pre>{@code
 * Counter seats = session.counter("seats");
 * long taken = seats.increment(1);
 * if (taken > 40) {
 *     seats.decrement(1);
 * }
 * }</pre>
 */
public final class Counter {

    private final AsyncCounter async;

    Counter(AsyncCounter async) {
        this.async = async;
    }

    /** The same counter, without waiting. */
    public AsyncCounter async() {
        return async;
    }

    /** A value that reflects every change that was answered before the call, whoever made it. */
    public long get() {
        return Blocking.get(async.get());
    }

    /** Returns the value set. */
    public long set(long value) {
        return Blocking.get(async.set(value));
    }

    /** Returns the new value; a sum that does not fit is refused as invalid and changes nothing. */
    public long increment(long delta) {
        return Blocking.get(async.increment(delta));
    }

    /** Returns the new value; a difference that does not fit is refused and changes nothing. */
    public long decrement(long delta) {
        return Blocking.get(async.decrement(delta));
    }

    /**
     * Deletes the counter, unless another session has it open: that fails with a conflict. What
     * this session was given of it is of no use any more and fails as invalid; {@link
     * Session#counter} makes another, at 0. Deleting twice is once.
     */
    public void delete() {
        Blocking.get(async.delete());
    }

    /** Sets the value if it is {@code expected}; returns whether it was. */
    public boolean compareAndSet(long expected, long update) {
        return Blocking.get(async.compareAndSet(expected, update));
    }
}
