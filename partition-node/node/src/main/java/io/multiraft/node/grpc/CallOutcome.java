package io.multiraft.node.grpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.multiraft.node.partition.PartitionException;
import java.util.Optional;

/**
 * How one try to serve a call ended, here or at another node.
 *
 * @param status for the caller
 * @param trailers for the caller
 */
record CallOutcome(Status status, Metadata trailers) {

    /** What waits before a partition is gone by then, if it is served at all. */
    private static final String RETRY_AFTER_MILLIS = "200";

    /** A try at this node's own replica failed. */
    static CallOutcome of(PartitionException error) {
        CallOutcome outcome = of(Routing.status(error), Routing.executed(error));
        if (error.kind() == PartitionException.Kind.OVERLOADED) {
            outcome.trailers().put(Routing.RETRY_AFTER, RETRY_AFTER_MILLIS);
        }
        return outcome;
    }

    /**
     * A try at another node ended.
     *
     * @param sent the request may have reached the other node
     */
    static CallOutcome of(Status status, Metadata trailers, boolean sent) {
        if (status.isOk() || trailers.containsKey(Routing.EXECUTED)) {
            return new CallOutcome(status, trailers);
        }
        // No node has answered: the connection, or the deadline, broke the call.
        String executed = sent ? Routing.MAYBE_EXECUTED : Routing.NOT_EXECUTED;
        if (sent && status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return of(
                    Status.DEADLINE_EXCEEDED.withDescription(
                            "the leader did not answer: " + status.getDescription()),
                    executed);
        }
        return of(
                (sent ? Status.ABORTED : Status.UNAVAILABLE)
                        .withDescription(
                                "the leader could not be reached: " + status.getDescription()),
                executed);
    }

    private static CallOutcome of(Status status, String executed) {
        Metadata trailers = new Metadata();
        trailers.put(Routing.EXECUTED, executed);
        return new CallOutcome(status, trailers);
    }

    /** Nothing has happened, and it may go better next time. */
    boolean retryable() {
        return status.getCode() == Status.Code.UNAVAILABLE && !maybeExecuted();
    }

    /** Nobody knows whether it has happened; who may do it twice does it again. */
    boolean indeterminate() {
        return status.getCode() == Status.Code.ABORTED;
    }

    boolean maybeExecuted() {
        return Routing.MAYBE_EXECUTED.equals(trailers.get(Routing.EXECUTED));
    }

    /** API address of the leader, if the other node named it. */
    Optional<String> leader() {
        return Optional.ofNullable(trailers.get(Routing.LEADER));
    }
}
