package io.multiraft.operator.plan;

/** What is to be done for a session. */
public sealed interface SessionAction {

    /** Opens it on a partition; repeating that opens nothing new. */
    record Open(int partition) implements SessionAction {}

    /** Ends it on a partition, for it has ended on another. */
    record Close(int partition, long sessionId) implements SessionAction {}
}
