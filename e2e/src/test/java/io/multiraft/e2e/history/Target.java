package io.multiraft.e2e.history;

/** One object of the cluster, reached in one way. */
@FunctionalInterface
interface Target {

    /** Blocks until the outcome is known, or known to be unknown. */
    Answer perform(String operation, Values input);
}
