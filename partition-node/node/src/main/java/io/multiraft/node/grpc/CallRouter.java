package io.multiraft.node.grpc;

import io.multiraft.node.admission.Admission;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Brings calls to the member that leads their partition.
 *
 * @param peers channels to the same service of the other nodes
 * @param timers for calls that wait; its tasks never block
 * @param admission of the calls that come here, whoever serves them
 */
public record CallRouter(
        Routes routes,
        PeerChannels peers,
        ScheduledExecutorService timers,
        CallObserver observer,
        Admission admission) {

    RoutedHandler handler(RoutedMethod method) {
        return new RoutedHandler(this, method);
    }
}
