package io.multiraft.fsm;

import java.util.List;

/**
 * A session with what it holds; of each kind the first by id, so many as were asked for.
 *
 * @param session says how many there are of each
 */
public record SessionHoldings(
        SessionView session, List<HeldService> services, List<PendingCommand> pendingCommands) {

    /**
     * A service that the session is attached to.
     *
     * @param type full name of its gRPC service
     */
    public record HeldService(long id, String type, String namespace, String name) {}

    /**
     * A command that has not come to its end.
     *
     * @param sequenceNum 0 for one without a number
     * @param lastOutputSequenceNum of the outputs given so far; 0 for none
     * @param unacknowledgedOutputs outputs that are kept until the client has them
     */
    public record PendingCommand(
            long id,
            long sequenceNum,
            long serviceId,
            long lastOutputSequenceNum,
            int unacknowledgedOutputs) {}
}
