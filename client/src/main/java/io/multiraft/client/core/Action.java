package io.multiraft.client.core;

import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.util.Set;

/** What the shell must do, in this order. */
public sealed interface Action {

    /**
     * Start an attempt, and report how it ends: {@link ClientCore#onOutcome}; for a stream also
     * {@link ClientCore#onOutput}.
     *
     * @param attempt tells the attempts of a call apart
     * @param timeoutMillis when the attempt is given up, for the other side to know; 0: it is not
     */
    record Send(
            long callId,
            int attempt,
            int partitionId,
            String address,
            long timeoutMillis,
            Request request)
            implements Action {}

    /** Nobody waits for the attempt any more. */
    record Abandon(long callId, int attempt) implements Action {}

    /**
     * The address did not answer in time: only a new connection shows whether it is there.
     *
     * @param timeoutMillis how long the attempt was waited for
     */
    record Doubt(String address, long timeoutMillis) implements Action {}

    /** Connections to other addresses are not needed any more. */
    record Retain(Set<String> addresses) implements Action {}

    /** The operation was answered with OK: hand over what it was answered. */
    record Complete(long operation) implements Action {}

    /** The output of the operation's stream that has just arrived is the next one: hand it over. */
    record Output(long operation, long outputSequenceNum) implements Action {}

    /** The partition refused the operation, or ended its stream. */
    record Refuse(long operation, Status status, String message) implements Action {}

    /** The operation was given up. */
    record Fail(long operation, Failure failure, String message) implements Action {}

    /** The operation's session has ended, and with it the operation. */
    record FailEnded(long operation, SessionCore session) implements Action {}

    /** The session has ended; whatever it held is released, or another's. */
    record EndSession(SessionCore session, SessionCore.End end) implements Action {}
}
