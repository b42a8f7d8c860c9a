package io.multiraft.node.grpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.multiraft.node.admission.OverloadException;
import io.multiraft.node.partition.PartitionException;

/** The metadata by which nodes route calls, and the one mapping from failures to gRPC statuses. */
public final class Routing {

    /**
     * On a call that a node sent on, so that it never goes round. {@code leader}: the receiver was
     * believed to lead and may not send it on. {@code member}: the sender does not host the
     * partition; the receiver may send it on to the leader.
     */
    static final Metadata.Key<String> FORWARDED = key("multiraft-forwarded");

    /**
     * Trailer of a call that was sent on: API address of the leader, so that next time the caller
     * can go there.
     */
    public static final Metadata.Key<String> LEADER = key("multiraft-leader");

    /**
     * Trailer of a call that failed: {@code no}, or {@code unknown} where it may have had its
     * effect.
     */
    public static final Metadata.Key<String> EXECUTED = key("multiraft-executed");

    /**
     * Trailer of a call that was refused for lack of room: when to try again, in milliseconds. By
     * gRPC's name for it, so that its clients honour it.
     */
    public static final Metadata.Key<String> RETRY_AFTER = key("grpc-retry-pushback-ms");

    static final String TO_LEADER = "leader";
    static final String TO_MEMBER = "member";
    public static final String NOT_EXECUTED = "no";
    static final String MAYBE_EXECUTED = "unknown";

    private Routing() {}

    /** The gRPC status of a failure. */
    public static Status status(PartitionException error) {
        Status status =
                switch (error.kind()) {
                    case NOT_LEADER, UNAVAILABLE -> Status.UNAVAILABLE;
                    case INDETERMINATE -> Status.ABORTED;
                    case TIMEOUT -> Status.DEADLINE_EXCEEDED;
                    case OVERLOADED -> Status.RESOURCE_EXHAUSTED;
                    case INVALID -> Status.INVALID_ARGUMENT;
                };
        return status.withDescription(error.getMessage());
    }

    /** Trailers of a call that failed and had no effect. */
    public static Metadata notExecuted() {
        Metadata trailers = new Metadata();
        trailers.put(EXECUTED, NOT_EXECUTED);
        return trailers;
    }

    static String executed(PartitionException error) {
        return switch (error.kind()) {
            case NOT_LEADER, UNAVAILABLE, OVERLOADED, INVALID -> NOT_EXECUTED;
            case INDETERMINATE, TIMEOUT -> MAYBE_EXECUTED;
        };
    }

    /** The trailers of a call that was refused for lack of room before anything was done. */
    public static Metadata trailers(OverloadException overload) {
        Metadata trailers = new Metadata();
        trailers.put(EXECUTED, NOT_EXECUTED);
        putRetryAfter(trailers, overload);
        return trailers;
    }

    static void putRetryAfter(Metadata trailers, OverloadException overload) {
        trailers.put(RETRY_AFTER, Long.toString(overload.retryAfterMillis()));
    }

    /** The gRPC status of a call that has no room. */
    public static Status status(OverloadException overload) {
        return Status.RESOURCE_EXHAUSTED.withDescription(overload.getMessage());
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
