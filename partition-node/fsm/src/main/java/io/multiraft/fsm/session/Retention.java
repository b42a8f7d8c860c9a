package io.multiraft.fsm.session;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Invariant;

/** Counts the bytes of outputs that are held back for callers who may ask for them again. */
final class Retention {

    /** What an output costs beside its bytes, roughly: the objects around them. */
    private static final long OVERHEAD_BYTES = 128;

    private long bytes;

    static long costOf(Effect.Output output) {
        return OVERHEAD_BYTES + output.message().length() + output.size();
    }

    long bytes() {
        return bytes;
    }

    void add(long cost) {
        bytes += cost;
    }

    void release(long cost) {
        bytes -= cost;
        if (bytes < 0) {
            throw Invariant.violated("released %s bytes more than were held back", -bytes);
        }
    }
}
