package io.multiraft.kubectl.command;

/** What was asked for cannot be done; the message says why. */
public final class FailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FailedException(String message) {
        super(message);
    }
}
