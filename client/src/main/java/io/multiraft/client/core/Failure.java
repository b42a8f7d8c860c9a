package io.multiraft.client.core;

/** How an attempt failed, or a whole call; it says who must act. */
public enum Failure {
    /** Not now, not here. An attempt that failed so is repeated. */
    UNAVAILABLE,
    /** Given up, and it may have happened. */
    INDETERMINATE,
    /** A limit of the node: the caller slows down. */
    LIMIT_REACHED,
    /** Will never succeed: the caller is wrong. */
    INVALID
}
