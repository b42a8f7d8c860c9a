package io.multiraft.client.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.multiraft.client.core.Failure;
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

    static MultiRaftException exception(
            Failure failure, int partitionId, MethodDescriptor<?, ?> method, Status status) {
        String message =
                method.getBareMethodName()
                        + " on partition "
                        + partitionId
                        + ": "
                        + (status.getDescription() == null
                                ? status.getCode()
                                : status.getCode() + ", " + status.getDescription());
        Throwable cause = status.getCause();
        return switch (failure) {
            case UNAVAILABLE -> new UnavailableException(message, cause);
            case INDETERMINATE -> new IndeterminateException(message, cause);
            case LIMIT_REACHED -> new LimitReachedException(message, cause);
            case INVALID -> new InvalidException(message, cause);
        };
    }
}
