package io.multiraft.client.errors;

/** The command may have happened, or may yet happen: look before repeating it. */
public final class IndeterminateException extends MultiRaftException {

    private static final long serialVersionUID = 1L;

    public IndeterminateException(String message) {
        super(message, null);
    }

    public IndeterminateException(String message, Throwable cause) {
        super(message, cause);
    }
}
