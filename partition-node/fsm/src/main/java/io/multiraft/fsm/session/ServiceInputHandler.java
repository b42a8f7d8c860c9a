package io.multiraft.fsm.session;

import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.service.Service;
import io.multiraft.proto.multiraft.v1.ServiceInput;

/** Gives a command to a service that the session is attached to. */
final class ServiceInputHandler {

    private final PartitionContext context;
    private final SessionTable sessions;

    ServiceInputHandler(PartitionContext context, SessionTable sessions) {
        this.context = context;
        this.sessions = sessions;
    }

    void handle(Session session, Command command, ServiceInput input) throws Refusal {
        Service service = sessions.requireAttached(session, input.getServiceId());
        int most = context.limits().commands().payloadBytes();
        if (input.getPayload().size() > most) {
            throw new Refusal(
                    Status.INVALID,
                    "payload has "
                            + input.getPayload().size()
                            + " bytes; it must have "
                            + most
                            + " at most");
        }
        service.primitive().execute(command, input.getPayload());
    }
}
