package io.multiraft.sim.check;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.PartitionInput;

/**
 * After a session was taken over, nothing that names the older epoch is accepted. Holds because
 * every request of a session names the epoch, which rises with each attach.
 */
final class OlderEpochIsFenced extends Invariant {

    @Override
    void proposed(Step step, int i) {
        Proposal proposal = step.proposal(i);
        PartitionInput input = proposal.getInput();
        long sessionId = 0;
        long epoch = proposal.getEpoch();
        switch (input.getPayloadCase()) {
            case KEEP_ALIVE -> {
                sessionId = input.getKeepAlive().getSessionId();
                epoch = input.getKeepAlive().getEpoch();
            }
            case CLOSE_SESSION -> {
                sessionId = input.getCloseSession().getSessionId();
                epoch = input.getCloseSession().getEpoch();
            }
            case SESSION_INPUT -> sessionId = input.getSessionInput().getSessionId();
            default -> {
                // It is of no session.
            }
        }
        TrackedSession session = history().session(sessionId);
        Effect.Output answer = step.answer(i);
        if (session == null || epoch == 0 || answer == null) {
            return;
        }
        check(
                epoch == session.epoch || answer.status() != Status.OK,
                "session %s is in epoch %s, and took %s of epoch %s at %s",
                sessionId,
                session.epoch,
                input.getPayloadCase(),
                epoch,
                step.committed().position());
    }
}
