package io.multiraft.fsm.session;

import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.CloseSessionOutput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;

/** Ends a session because its owner, or the operator, says so. */
public final class CloseSessionHandler {

    private static final PartitionOutput OUTPUT =
            PartitionOutput.newBuilder()
                    .setCloseSession(CloseSessionOutput.getDefaultInstance())
                    .build();

    private final PartitionContext context;
    private final SessionTable sessions;

    public CloseSessionHandler(PartitionContext context, SessionTable sessions) {
        this.context = context;
        this.sessions = sessions;
    }

    /**
     * Handles a close.
     *
     * @param epoch the epoch that came with the proposal; the input's own counts first
     */
    public void handle(long streamId, CloseSessionInput input, long epoch) throws Refusal {
        long believed = input.getEpoch() == 0 ? epoch : input.getEpoch();
        sessions.close(sessions.require(input.getSessionId(), believed));
        context.reply(streamId, OUTPUT);
    }
}
