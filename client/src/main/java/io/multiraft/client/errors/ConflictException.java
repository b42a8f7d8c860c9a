package io.multiraft.client.errors;

/** A precondition did not hold: read again and decide. */
public final class ConflictException extends MultiRaftException {

    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super(message, null);
    }

    public ConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
