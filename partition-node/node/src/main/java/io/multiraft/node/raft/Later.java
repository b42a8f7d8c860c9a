package io.multiraft.node.raft;

/** A timer. */
interface Later {

    /** Runs a task after so long, in turn with all else of its owner. */
    void run(long nanos, Runnable task);
}
