package io.multiraft.fsm.session;

import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.session.filter.PendingCommandsFilter;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.KeepAliveOutput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;

/** Moves a session's deadline and takes in what its client has acknowledged: all or nothing. */
public final class KeepAliveHandler {

    private static final PartitionOutput OUTPUT =
            PartitionOutput.newBuilder().setKeepAlive(KeepAliveOutput.getDefaultInstance()).build();

    private final PartitionContext context;
    private final SessionTable sessions;

    public KeepAliveHandler(PartitionContext context, SessionTable sessions) {
        this.context = context;
        this.sessions = sessions;
    }

    /**
     * Handles a keep-alive.
     *
     * @param epoch the epoch that came with the proposal; the input's own counts first
     */
    public void handle(long streamId, KeepAliveInput input, long epoch) throws Refusal {
        Session session =
                require(input.getSessionId(), input.getEpoch() == 0 ? epoch : input.getEpoch());
        long last = input.getLastCommandSequenceNum();
        if (last < 0) {
            throw new Refusal(
                    Status.INVALID,
                    "last_command_sequence_num is "
                            + Long.toUnsignedString(last)
                            + "; it must be below 2^63");
        }
        PendingCommandsFilter pending =
                PendingCommandsFilter.parse(input.getPendingCommandsFilter());
        session.keepAlive();
        session.commands().acknowledge(last, pending, input.getOutputStreamSequenceNumsMap());
        context.reply(streamId, OUTPUT);
    }

    /** Tells a client that has lost its session how: by the keep-alive it looks for that. */
    private Session require(long sessionId, long epoch) throws Refusal {
        try {
            return sessions.require(sessionId, epoch);
        } catch (Refusal refusal) {
            KeepAliveOutput output =
                    KeepAliveOutput.newBuilder().setEnd(sessions.end(sessionId, epoch)).build();
            throw refusal.with(PartitionOutput.newBuilder().setKeepAlive(output).build());
        }
    }
}
