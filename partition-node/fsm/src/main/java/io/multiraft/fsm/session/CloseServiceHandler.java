package io.multiraft.fsm.session;

import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.service.Service;
import io.multiraft.fsm.service.ServiceTable;
import io.multiraft.proto.multiraft.v1.CloseServiceInput;
import io.multiraft.proto.multiraft.v1.CloseServiceOutput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.SessionOutput;

/**
 * Detaches a session from a service, whose data stays for the others, or is deleted when there are
 * none and the caller says so.
 */
final class CloseServiceHandler {

    private static final PartitionOutput OUTPUT =
            PartitionOutput.newBuilder()
                    .setSessionOutput(
                            SessionOutput.newBuilder()
                                    .setCloseService(CloseServiceOutput.getDefaultInstance()))
                    .build();

    private final SessionTable sessions;
    private final ServiceTable services;

    CloseServiceHandler(SessionTable sessions, ServiceTable services) {
        this.sessions = sessions;
        this.services = services;
    }

    void handle(Session session, Command command, CloseServiceInput input) throws Refusal {
        Service service = sessions.requireAttached(session, input.getServiceId());
        if (input.getDelete()) {
            checkIsLastOf(service);
        }
        String reason = "session " + session.id() + " has closed service " + service.id();
        session.commands().endRunningOn(service.id(), reason);
        session.detach(service);
        if (input.getDelete()) {
            services.delete(service);
        }
        command.complete(OUTPUT);
    }

    private static void checkIsLastOf(Service service) throws Refusal {
        if (service.sessionCount() > 1) {
            throw new Refusal(
                    Status.CONFLICT,
                    "service "
                            + service.id()
                            + " is open in "
                            + service.sessionCount()
                            + " sessions; only the last one that has it may delete it");
        }
    }
}
