package io.multiraft.fsm.session;

import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.service.Service;
import io.multiraft.proto.multiraft.v1.CloseServiceInput;
import io.multiraft.proto.multiraft.v1.CloseServiceOutput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.SessionOutput;

/** Detaches a session from a service, whose data stays for the others. */
final class CloseServiceHandler {

    private static final PartitionOutput OUTPUT =
            PartitionOutput.newBuilder()
                    .setSessionOutput(
                            SessionOutput.newBuilder()
                                    .setCloseService(CloseServiceOutput.getDefaultInstance()))
                    .build();

    private final SessionTable sessions;

    CloseServiceHandler(SessionTable sessions) {
        this.sessions = sessions;
    }

    void handle(Session session, Command command, CloseServiceInput input) throws Refusal {
        Service service = sessions.requireAttached(session, input.getServiceId());
        String reason = "session " + session.id() + " has closed service " + service.id();
        session.commands().endRunningOn(service.id(), reason);
        session.detach(service);
        command.complete(OUTPUT);
    }
}
