package io.multiraft.sim.net;

/** Somebody on the network. */
public interface Peer {

    /** Short, for traces, and its address. */
    String name();

    /**
     * Rises with each start, 0 while it is down: what was sent to one life never reaches another.
     */
    long life();

    /** Until when it does nothing though it lives; what comes meanwhile waits. */
    default long pausedUntilMillis() {
        return 0;
    }
}
