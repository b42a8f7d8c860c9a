package io.multiraft.sim.check;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.proto.multiraft.v1.PartitionInput;

/** A session that has ended accepts nothing any more. Holds because ids are never used again. */
final class NoGhostSession extends Invariant {

    @Override
    void proposed(Step step, int i) {
        PartitionInput input = step.proposal(i).getInput();
        long sessionId =
                switch (input.getPayloadCase()) {
                    case KEEP_ALIVE -> input.getKeepAlive().getSessionId();
                    case CLOSE_SESSION -> input.getCloseSession().getSessionId();
                    case SESSION_INPUT -> input.getSessionInput().getSessionId();
                    default -> 0;
                };
        Effect.Output answer = step.answer(i);
        if (sessionId == 0 || answer == null || answer.status() != Status.OK) {
            return;
        }
        TrackedSession session = history().session(sessionId);
        check(
                session != null && !session.ended,
                "session %s has ended, and still took %s at %s",
                sessionId,
                input.getPayloadCase(),
                step.committed().position());
    }
}
