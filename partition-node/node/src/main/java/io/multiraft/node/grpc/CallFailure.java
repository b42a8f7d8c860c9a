package io.multiraft.node.grpc;

import io.grpc.Metadata;
import io.grpc.Status;

/** What this node has to say of a call, should it fail now: why, and what may have happened. */
final class CallFailure {

    private String reason = "";
    private boolean maybeExecuted;

    void because(String why) {
        reason = why;
    }

    /** It was tried for so long, in vain. */
    void after(long millis) {
        reason = reason + "; tried for " + millis + " ms";
    }

    /** From here on nobody can say that nothing has happened. */
    void somethingMayHaveHappened() {
        maybeExecuted = true;
    }

    Status status() {
        return (maybeExecuted ? Status.ABORTED : Status.UNAVAILABLE).withDescription(reason);
    }

    Metadata trailers() {
        Metadata trailers = new Metadata();
        trailers.put(
                Routing.EXECUTED, maybeExecuted ? Routing.MAYBE_EXECUTED : Routing.NOT_EXECUTED);
        return trailers;
    }
}
