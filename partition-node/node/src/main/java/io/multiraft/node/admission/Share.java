package io.multiraft.node.admission;

import java.util.Locale;

/** Calls of one kind have a bound of their own, so that none keeps another out. */
public enum Share {
    /** Commands and queries. */
    CALLS,
    /** Calls that wait for a leader. They take no room from those that are served. */
    WAITING,
    /** Keep-alives and closes: what others do must not end a session. */
    SESSIONS,
    /** Streams of answers, which may be open for days. */
    STREAMS;

    /** As metrics and messages have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
