package io.multiraft.sim.check;

/**
 * A command, which is a number in an epoch of a session, is executed at most once, however often it
 * is proposed. Holds by the records of the state machine, and the low-water mark after them.
 */
final class CommandExecutedOnce extends Invariant {

    @Override
    void executed(Step step, History.CommandKey command, History.Execution before) {
        check(
                before == null,
                "%s was executed at position %s and again at %s",
                command,
                before == null ? 0 : before.position(),
                step.committed().position());
    }
}
