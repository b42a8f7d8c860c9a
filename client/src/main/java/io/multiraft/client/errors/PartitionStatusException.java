package io.multiraft.client.errors;

import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;

/** A partition answered with a status other than OK. */
public final class PartitionStatusException extends MultiRaftException {

    private static final long serialVersionUID = 1L;

    private final PartitionResponseHeaders.Status status;
    private final String answer;

    public PartitionStatusException(PartitionResponseHeaders.Status status, String message) {
        super(status + ": " + message, null);
        this.status = status;
        this.answer = message;
    }

    /** Never {@code OK}. */
    public PartitionResponseHeaders.Status status() {
        return status;
    }

    /** What the partition said, without the status. */
    public String answer() {
        return answer;
    }
}
