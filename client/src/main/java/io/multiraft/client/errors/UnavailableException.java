package io.multiraft.client.errors;

/** Nobody served the call in time. It had no effect, or one that a repetition does not add to. */
public final class UnavailableException extends MultiRaftException {

    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
        super(message, null);
    }

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
