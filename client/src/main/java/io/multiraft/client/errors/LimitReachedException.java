package io.multiraft.client.errors;

/**
 * A limit was reached and nothing has happened: slow down, or send less. Of a command, a copy that
 * a node has made on the way may still be executed, until the session's next sign of life.
 */
public final class LimitReachedException extends MultiRaftException {

    private static final long serialVersionUID = 1L;

    public LimitReachedException(String message) {
        super(message, null);
    }

    public LimitReachedException(String message, Throwable cause) {
        super(message, cause);
    }
}
