package io.multiraft.operator.api;

/** States of a session, named as on the wire. */
public enum SessionState {
    NONE,
    OPENING,
    OPENED,
    CLOSING,
    CLOSED
}
