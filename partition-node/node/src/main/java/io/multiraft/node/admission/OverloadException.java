package io.multiraft.node.admission;

/** A call has no room now. Nothing of it has happened; its message says the bound. */
public final class OverloadException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long retryAfterMillis;

    OverloadException(String message, long retryAfterMillis) {
        super(message, null, false, false);
        this.retryAfterMillis = retryAfterMillis;
    }

    /** When to try again; callers that were refused together are told different times. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
