package io.multiraft.fsm;

import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.service.ServiceRegistry;
import io.multiraft.fsm.service.ServiceTable;
import io.multiraft.fsm.session.CloseSessionHandler;
import io.multiraft.fsm.session.KeepAliveHandler;
import io.multiraft.fsm.session.OpenSessionHandler;
import io.multiraft.fsm.session.SessionInputHandler;
import io.multiraft.fsm.session.SessionTable;

/** All that a partition is at one index, and the handlers that change it. */
final class PartitionState {

    final PartitionContext context;
    final ServiceTable services;
    final SessionTable sessions;
    final OpenSessionHandler openSession;
    final KeepAliveHandler keepAlive;
    final CloseSessionHandler closeSession;
    final SessionInputHandler sessionInput;

    /** The state before the first entry. */
    PartitionState(int partitionId, Limits limits) {
        ServiceRegistry registry =
                new ServiceRegistry()
                        .with(CounterService.TYPE, unused -> new CounterService())
                        .with(MapService.TYPE, MapService::new);
        context = new PartitionContext(partitionId, limits);
        services = new ServiceTable(context, registry);
        sessions = new SessionTable(context, services);
        openSession = new OpenSessionHandler(context, sessions);
        keepAlive = new KeepAliveHandler(context, sessions);
        closeSession = new CloseSessionHandler(context, sessions, services);
        sessionInput = new SessionInputHandler(context, sessions, services);
    }
}
