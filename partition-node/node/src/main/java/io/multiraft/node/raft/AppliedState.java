package io.multiraft.node.raft;

import io.multiraft.fsm.PartitionStateMachine;

/**
 * What other threads may know of the state machine, as of the last entry applied.
 *
 * @param clockMillis the state machine's clock
 * @param nextDeadlineMillis when something is due on that clock; {@code Long.MAX_VALUE} for nothing
 */
record AppliedState(
        long clockMillis, long nextDeadlineMillis, int sessionCount, long sessionVersion) {

    static AppliedState of(PartitionStateMachine stateMachine) {
        return new AppliedState(
                stateMachine.clockMillis(),
                stateMachine.nextDeadlineMillis().orElse(Long.MAX_VALUE),
                stateMachine.sessionCount(),
                stateMachine.sessionVersion());
    }
}
