package io.multiraft.client.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.multiraft.client.core.Failure;
import io.multiraft.client.core.Outcome;
import io.multiraft.client.errors.IndeterminateException;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.errors.LimitReachedException;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.client.errors.UnavailableException;

/** The one place that reads a gRPC status. It speaks only of transport and routing. */
final class GrpcFailures {

    private GrpcFailures() {}

    /** Of a status that is not OK. */
    static Failure failureOf(Status status) {
        return switch (status.getCode()) {
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    UNAUTHENTICATED ->
                    Failure.INVALID;
            case RESOURCE_EXHAUSTED -> Failure.LIMIT_REACHED;
            // Lost connections and killed servers show as any of the others.
            default -> Failure.UNAVAILABLE;
        };
    }

    /** How a try that was not OK ended, for the core. */
    static Outcome.Failed outcome(Attempt.End<?> end) {
        boolean silent = end.status().getCode() == Status.Code.DEADLINE_EXCEEDED;
        return outcome(end.status(), end.executed(), silent, end.leader(), end.retryAfterMillis());
    }

    /**
     * @param silent nobody answered in time
     * @param retryAfterMillis 0 where the node did not say
     */
    static Outcome.Failed outcome(
            Status status, boolean executed, boolean silent, String leader, long retryAfterMillis) {
        return new Outcome.Failed(
                failureOf(status), executed, silent, message(status), leader, retryAfterMillis);
    }

    static MultiRaftException exception(
            Failure failure, int partitionId, MethodDescriptor<?, ?> method, Status status) {
        String message = what(method, partitionId) + ": " + message(status);
        return exception(failure, message, status.getCause());
    }

    static MultiRaftException exception(Failure failure, String message, Throwable cause) {
        return switch (failure) {
            case UNAVAILABLE -> new UnavailableException(message, cause);
            case INDETERMINATE -> new IndeterminateException(message, cause);
            case LIMIT_REACHED -> new LimitReachedException(message, cause);
            case INVALID -> new InvalidException(message, cause);
        };
    }

    static String what(MethodDescriptor<?, ?> method, int partitionId) {
        return method.getBareMethodName() + " on partition " + partitionId;
    }

    static String message(Status status) {
        return status.getDescription() == null
                ? status.getCode().toString()
                : status.getCode() + ", " + status.getDescription();
    }
}
