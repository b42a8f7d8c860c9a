package io.multiraft.client.core;

import io.multiraft.proto.multiraft.v1.KeepAliveOutput.End;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;

/**
 * What a partition answered. What else the answer holds is not ours to look at.
 *
 * @param message what was wrong, when the status is not OK
 * @param madeId the session that was opened, or the service that was created; 0 for other requests
 * @param epoch of the session that was opened; 0 for other requests
 * @param end how the session ended that was to be kept alive
 */
public record Answer(Status status, String message, long madeId, long epoch, End end) {

    public Answer(Status status, String message, long madeId, long epoch) {
        this(status, message, madeId, epoch, End.UNKNOWN);
    }

    public static Answer of(Status status, String message) {
        return new Answer(status, message, 0, 0);
    }

    /** Of a keep-alive. */
    public static Answer of(Status status, String message, End end) {
        return new Answer(status, message, 0, 0, end);
    }

    boolean ok() {
        return status == Status.OK;
    }

    /** Whether it may speak of the session as well as of what the session asked for. */
    boolean mayBeOfSession() {
        return switch (status) {
            case NOT_FOUND, CANCELED, FORBIDDEN -> true;
            default -> false;
        };
    }

    /** Whether a command was executed, or never will be: there is a record of its number. */
    boolean isOfRecord() {
        return status != Status.UNAVAILABLE && status != Status.CANCELED;
    }
}
