package io.multiraft.kubectl.connect;

/** The cluster cannot be reached; the message says why and what would help. */
public final class ConnectException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConnectException(String message) {
        super(message);
    }
}
