package io.multiraft.client.errors;

/** The call can never succeed as it is: a mistake in the caller. */
public final class InvalidException extends MultiRaftException {

    private static final long serialVersionUID = 1L;

    public InvalidException(String message) {
        super(message, null);
    }

    public InvalidException(String message, Throwable cause) {
        super(message, cause);
    }
}
