package io.multiraft.sim.check;

import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import io.multiraft.sim.client.Operation;

/**
 * A command that its client was told has failed is never executed, not later either; one that was
 * refused was executed to no other answer. Holds because the client says unknown when an attempt
 * may be on its way.
 */
final class FailedNeverHappens extends Invariant {

    @Override
    void settled(World world) {
        for (Operation operation : oracle().ended()) {
            History.Execution execution = oracle().execution(operation);
            if (execution == null || operation.kind() != Operation.Kind.COMMAND) {
                continue;
            }
            Status told = execution.outputs().get(1L).status().wire();
            switch (operation.state()) {
                case FAILED ->
                        check(false, "%s was executed at %s", operation, execution.position());
                case REFUSED ->
                        check(
                                told == operation.status(),
                                "%s was refused with %s, and executed to %s at %s",
                                operation,
                                operation.status(),
                                told,
                                execution.position());
                default -> {
                    // It may have happened.
                }
            }
        }
    }
}
