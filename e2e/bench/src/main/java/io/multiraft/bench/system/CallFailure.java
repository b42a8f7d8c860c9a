package io.multiraft.bench.system;

import io.grpc.Metadata;
import io.grpc.Status;

/**
 * A call that ended with a status which is not OK. Without a stack trace: of calls that are refused
 * there are tens of thousands in a second, and the traces would take the time that the nodes need.
 */
final class CallFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Status status;
    private final transient Metadata trailers;

    CallFailure(Status status, Metadata trailers) {
        super(
                message(status),
                status.getCause(),
                /* enableSuppression= */ false,
                /* writableStackTrace= */ false);
        this.status = status;
        this.trailers = trailers;
    }

    private static String message(Status status) {
        return status.getDescription() == null
                ? status.getCode().toString()
                : status.getCode() + ": " + status.getDescription();
    }

    Status status() {
        return status;
    }

    Metadata trailers() {
        return trailers;
    }
}
