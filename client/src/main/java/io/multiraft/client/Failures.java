package io.multiraft.client;

import io.multiraft.client.core.Lease;
import io.multiraft.client.core.SessionCore;
import io.multiraft.client.errors.ConflictException;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.errors.LimitReachedException;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.client.errors.PartitionStatusException;
import io.multiraft.client.errors.SessionEndedException;
import io.multiraft.client.errors.UnavailableException;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import java.util.concurrent.CompletionException;

/** Says who must act on a status that a partition answered with. */
final class Failures {

    private Failures() {}

    /**
     * {@code NOT_FOUND} and {@code CANCELED} stay as they are: whether they speak of the session or
     * of what it asked for, only the session can find out.
     */
    static MultiRaftException of(PartitionResponseHeaders.Status status, String message) {
        return switch (status) {
            case CONFLICT, ALREADY_EXISTS -> new ConflictException(message);
            case FORBIDDEN, UNAUTHORIZED -> new SessionEndedException(message);
            case UNAVAILABLE -> new LimitReachedException(message);
            case TIMEOUT -> new UnavailableException(message);
            case NOT_FOUND, CANCELED -> new PartitionStatusException(status, message);
            default -> new InvalidException(status + ": " + message);
        };
    }

    /** Of an operation whose session has ended. */
    static SessionEndedException ended(Lease lease, SessionCore.End end) {
        return new SessionEndedException(
                "session "
                        + lease.sessionId()
                        + " of partition "
                        + lease.partitionId()
                        + " ended ("
                        + end.reason()
                        + "): "
                        + end.message());
    }

    /** The exception itself, without the wrapping of a dependent stage. */
    static Throwable unwrapped(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null
                ? error.getCause()
                : error;
    }

    static boolean hasStatus(Throwable error, PartitionResponseHeaders.Status status) {
        return unwrapped(error) instanceof PartitionStatusException answered
                && answered.status() == status;
    }
}
