package io.multiraft.fsm;

import io.multiraft.proto.multiraft.v1.PartitionOutput;

/**
 * An input or a query is refused. Whoever throws it has changed nothing before; the message says
 * what came and what would be accepted.
 */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final Status status;
    private final transient PartitionOutput output;

    public Refusal(Status status, String message) {
        this(status, message, PartitionOutput.getDefaultInstance());
    }

    private Refusal(Status status, String message, PartitionOutput output) {
        super(message, null, false, false);
        Invariant.check(status != Status.OK, "a refusal cannot be OK: %s", message);
        this.status = status;
        this.output = output;
    }

    /** The same refusal with what a program wants to know of it, rather than a person. */
    public Refusal with(PartitionOutput facts) {
        return new Refusal(status, getMessage(), facts);
    }

    /** Empty for most. */
    PartitionOutput output() {
        return output;
    }

    public Status status() {
        return status;
    }
}
