package io.multiraft.node;

/** A command that did not do what was asked; the message is all that a user needs. */
final class CommandFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
