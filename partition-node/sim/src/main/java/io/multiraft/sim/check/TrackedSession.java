package io.multiraft.sim.check;

import io.multiraft.proto.multiraft.v1.OpenSessionInput.Deadline;

/** A session as the answers to proposals tell of it. */
final class TrackedSession {

    final long id;
    long epoch;
    long timeoutMillis;

    /** No deadline runs: there is none, or it starts with the first keep-alive. */
    boolean waits;

    final boolean immortal;

    /** The log's clock when the deadline was last started. */
    long aliveMillis;

    /** The virtual time at which the entry that started it was made. */
    long aliveMadeMillis;

    boolean ended;

    TrackedSession(long id, long timeoutMillis, Deadline deadline) {
        this.id = id;
        this.timeoutMillis = timeoutMillis;
        this.waits = deadline != Deadline.TIMEOUT;
        this.immortal = deadline == Deadline.NONE;
    }

    void alive(long clockMillis, long madeMillis) {
        aliveMillis = clockMillis;
        aliveMadeMillis = madeMillis;
    }
}
