package io.multiraft.fsm.session.filter;

/** A filter is not of the form the wire has for it. */
final class MalformedFilterException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedFilterException(String message) {
        super(message, null, false, false);
    }
}
