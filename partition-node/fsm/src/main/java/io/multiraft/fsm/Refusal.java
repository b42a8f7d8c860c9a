package io.multiraft.fsm;

/**
 * An input or a query is refused. Whoever throws it has changed nothing before; the message says
 * what came and what would be accepted.
 */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final Status status;

    public Refusal(Status status, String message) {
        super(message, null, false, false);
        Invariant.check(status != Status.OK, "a refusal cannot be OK: %s", message);
        this.status = status;
    }

    public Status status() {
        return status;
    }
}
