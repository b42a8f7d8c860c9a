package io.multiraft.sim.check;

import io.multiraft.fsm.Effect;
import io.multiraft.sim.client.Operation;

/**
 * A program gets the outputs of its stream numbered 1, 2, 3 and so on, each as the log has it,
 * whatever breaks between. Holds because the partition keeps outputs until they are acknowledged,
 * and the client hands on only the next.
 */
final class OutputsInOrder extends Invariant {

    @Override
    void output(Operation operation, long outputSequenceNum, Effect.Output output) {
        check(
                outputSequenceNum == operation.lastOutput() + 1,
                "%s was given output %s after %s",
                operation,
                outputSequenceNum,
                operation.lastOutput());
        History.Execution execution = oracle().execution(operation);
        check(execution != null, "%s was given an output and was not executed", operation);
        Effect.Output expected = execution.outputs().get(outputSequenceNum);
        check(
                expected != null && expected.output().equals(output.output()),
                "%s was given %s, and the log has %s",
                operation,
                output,
                expected);
    }
}
