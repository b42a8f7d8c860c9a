package io.multiraft.node.grpc;

/** A request that cannot be read: the message says what came and what would be accepted. */
public final class InvalidRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message, null, false, false);
    }
}
