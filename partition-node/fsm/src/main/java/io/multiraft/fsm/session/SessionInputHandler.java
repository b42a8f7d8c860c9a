package io.multiraft.fsm.session;

import io.multiraft.fsm.Invariant;
import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.service.ServiceTable;
import io.multiraft.proto.multiraft.v1.SessionInput;

/**
 * What a session does: creates and closes services, and gives them commands.
 *
 * <ol>
 *   <li>The session must be open, in the epoch the caller believes it to be in.
 *   <li>A number that is known is not executed: its outputs go to the new stream.
 *   <li>A number that was acknowledged, or for which there is no room, is refused without a record.
 *   <li>What remains is executed, and whatever comes of it, a refusal too, is the command's output.
 * </ol>
 */
public final class SessionInputHandler {

    private final PartitionContext context;
    private final SessionTable sessions;
    private final CreateServiceHandler createService;
    private final CloseServiceHandler closeService;
    private final ServiceInputHandler serviceInput;

    public SessionInputHandler(
            PartitionContext context, SessionTable sessions, ServiceTable services) {
        this.context = context;
        this.sessions = sessions;
        this.createService = new CreateServiceHandler(context, services);
        this.closeService = new CloseServiceHandler(sessions, services);
        this.serviceInput = new ServiceInputHandler(context, sessions);
    }

    /**
     * Handles an input of a session.
     *
     * @param sequenceNum the command's number; 0 executes without a record
     * @param epoch the epoch the caller believes the session to be in; 0 is not checked
     */
    public void handle(long streamId, SessionInput input, long sequenceNum, long epoch)
            throws Refusal {
        Session session = sessions.require(input.getSessionId(), epoch);
        if (sequenceNum < 0) {
            throw new Refusal(
                    Status.INVALID,
                    "command_sequence_num is "
                            + Long.toUnsignedString(sequenceNum)
                            + "; it must be below 2^63");
        }
        CommandHistory commands = session.commands();
        Long number = sequenceNum; // Boxed once, since it is the key of the record.
        Command known = commands.find(number);
        if (known != null) {
            known.moveTo(streamId);
            return;
        }
        commands.checkMayBegin(sequenceNum);
        Command command =
                commands.begin(number, context.index(), input.getServiceInput().getServiceId());
        try {
            execute(session, command, input);
        } catch (Refusal refusal) {
            command.refuse(refusal);
        }
        commands.keepRunning(command);
    }

    private void execute(Session session, Command command, SessionInput input) throws Refusal {
        switch (input.getPayloadCase()) {
            case CREATE_SERVICE -> createService.handle(session, command, input.getCreateService());
            case CLOSE_SERVICE -> closeService.handle(session, command, input.getCloseService());
            case SERVICE_INPUT -> serviceInput.handle(session, command, input.getServiceInput());
            case PAYLOAD_NOT_SET ->
                    throw Invariant.violated(
                            "proposal %s has no session input that this version knows",
                            context.index());
        }
    }
}
