package io.multiraft.fsm.session;

import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.service.Service;
import io.multiraft.fsm.service.ServiceTable;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.CreateServiceOutput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.SessionOutput;

/** Attaches a session to a service, which is made when there is none of that name. */
final class CreateServiceHandler {

    private final PartitionContext context;
    private final ServiceTable services;

    CreateServiceHandler(PartitionContext context, ServiceTable services) {
        this.context = context;
        this.services = services;
    }

    void handle(Session session, Command command, CreateServiceInput input) throws Refusal {
        Service existing = services.find(input);
        if (existing == null || session.service(existing.id()) == null) {
            checkMayAttach(session);
        }
        Service service = existing == null ? services.create(input) : existing;
        session.attach(service);
        CreateServiceOutput output =
                CreateServiceOutput.newBuilder().setServiceId(service.id()).build();
        command.complete(
                PartitionOutput.newBuilder()
                        .setSessionOutput(SessionOutput.newBuilder().setCreateService(output))
                        .build());
    }

    private void checkMayAttach(Session session) throws Refusal {
        int most = context.limits().services().perSession();
        if (session.serviceCount() >= most) {
            throw new Refusal(
                    Status.UNAVAILABLE,
                    "session "
                            + session.id()
                            + " is attached to "
                            + most
                            + " services, which is the most; close one first");
        }
    }
}
