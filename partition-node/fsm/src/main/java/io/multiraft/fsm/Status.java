package io.multiraft.fsm;

import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;

/** Every answer the state machine can give; the numbers are those of the wire. */
public enum Status {
    OK(PartitionResponseHeaders.Status.OK),
    CANCELED(PartitionResponseHeaders.Status.CANCELED),
    NOT_FOUND(PartitionResponseHeaders.Status.NOT_FOUND),
    ALREADY_EXISTS(PartitionResponseHeaders.Status.ALREADY_EXISTS),
    FORBIDDEN(PartitionResponseHeaders.Status.FORBIDDEN),
    CONFLICT(PartitionResponseHeaders.Status.CONFLICT),
    INVALID(PartitionResponseHeaders.Status.INVALID),
    UNAVAILABLE(PartitionResponseHeaders.Status.UNAVAILABLE),
    NOT_SUPPORTED(PartitionResponseHeaders.Status.NOT_SUPPORTED);

    private final PartitionResponseHeaders.Status wire;

    Status(PartitionResponseHeaders.Status wire) {
        this.wire = wire;
    }

    /** The status as it stands in response headers. */
    public PartitionResponseHeaders.Status wire() {
        return wire;
    }
}
