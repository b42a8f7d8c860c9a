package io.multiraft.sim.check;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.sim.client.Operation;
import io.multiraft.sim.log.Committed;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client was told has happened, has, with the answer it was told, and stays in the log.
 * Holds because a node answers when it applies, and applies only what is committed.
 */
final class AcknowledgedNotLost extends Invariant {

    private final List<Committed> committed = new ArrayList<>();

    @Override
    void committed(Committed entry) {
        if (entry.position() <= committed.size()) {
            Committed before = committed.get((int) entry.position() - 1);
            check(
                    before.entry().equals(entry.entry()) || !isAcknowledged(entry.position()),
                    "position %s was acknowledged, and has another entry now",
                    entry.position());
            committed.set((int) entry.position() - 1, entry);
        } else {
            committed.add(entry);
        }
    }

    @Override
    void ended(Operation operation) {
        if (operation.kind() != Operation.Kind.COMMAND
                || operation.state() != Operation.State.ACKNOWLEDGED) {
            return;
        }
        History.Execution execution = oracle().execution(operation);
        check(execution != null, "%s is acknowledged and was not executed", operation);
        Effect.Output output = execution.outputs().get(1L);
        check(
                operation.answer().equals(List.of(payload(output.output()))),
                "%s was told %s, and executed with %s",
                operation,
                operation.answer(),
                output);
    }

    private boolean isAcknowledged(long position) {
        return oracle().ended().stream()
                .filter(operation -> operation.state() == Operation.State.ACKNOWLEDGED)
                .map(oracle()::execution)
                .anyMatch(execution -> execution != null && execution.position() == position);
    }

    private static ByteString payload(PartitionOutput output) {
        return output.getSessionOutput().getServiceOutput().getPayload();
    }
}
