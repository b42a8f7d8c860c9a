package io.multiraft.fsm.session;

import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.service.Service;
import io.multiraft.fsm.service.ServiceName;
import io.multiraft.fsm.service.ServiceTable;
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
    private final ServiceTable services;

    public CloseSessionHandler(
            PartitionContext context, SessionTable sessions, ServiceTable services) {
        this.context = context;
        this.sessions = sessions;
        this.services = services;
    }

    /**
     * Handles a close.
     *
     * @param epoch the epoch that came with the proposal; the input's own counts first
     */
    public void handle(long streamId, CloseSessionInput input, long epoch) throws Refusal {
        long believed = input.getEpoch() == 0 ? epoch : input.getEpoch();
        sessions.close(sessions.require(input.getSessionId(), believed));
        if (!input.getDeleteServiceName().isEmpty()) {
            delete(
                    new ServiceName(
                            input.getDeleteServiceNamespace(), input.getDeleteServiceName()));
        }
        context.reply(streamId, OUTPUT);
    }

    private void delete(ServiceName name) {
        Service service = services.find(name);
        if (service != null && service.isUnused()) {
            services.delete(service);
        }
    }
}
