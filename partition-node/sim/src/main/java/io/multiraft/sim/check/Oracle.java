package io.multiraft.sim.check;

import io.multiraft.sim.client.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * What the clients know, all together: of each operation whether it has happened, has not, or
 * nobody can say. What is unknown is never taken for absent.
 */
public final class Oracle {

    private final History history;
    private final List<Operation> ended = new ArrayList<>();
    private long acknowledgedPosition;

    Oracle(History history) {
        this.history = history;
    }

    /**
     * The greatest position of the log that a client was told of, by an answer from it or after.
     */
    public long acknowledgedPosition() {
        return acknowledgedPosition;
    }

    /** Operations that are over for their clients. */
    List<Operation> ended() {
        return ended;
    }

    /** The execution of the operation's command, or null. */
    History.Execution execution(Operation operation) {
        return operation.sequenceNum() == 0
                ? null
                : history.execution(
                        operation.lease().sessionId(),
                        operation.lease().epoch(),
                        operation.sequenceNum());
    }

    void end(Operation operation) {
        ended.add(operation);
        if (operation.state() != Operation.State.ACKNOWLEDGED) {
            return;
        }
        History.Execution execution = execution(operation);
        long position = execution == null ? operation.position() : execution.position();
        acknowledgedPosition = Math.max(acknowledgedPosition, position);
    }
}
