package io.multiraft.client.core;

/** What it means when nobody knows whether a call was served. */
public enum CallKind {
    /** Nothing: a read, or a call whose repetition adds nothing. */
    IDEMPOTENT,
    /** It may have changed something. */
    COMMAND
}
