package io.multiraft.fsm;

/** Where a session is in its life; from OPEN it goes to one of the others and never back. */
public enum SessionState {
    OPEN,
    CLOSED,
    EXPIRED
}
