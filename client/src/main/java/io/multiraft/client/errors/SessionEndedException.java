package io.multiraft.client.errors;

/** The session of the call is over, and with it all that it held: start over with a new one. */
public final class SessionEndedException extends MultiRaftException {

    private static final long serialVersionUID = 1L;

    public SessionEndedException(String message) {
        super(message, null);
    }
}
