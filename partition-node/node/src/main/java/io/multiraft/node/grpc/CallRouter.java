package io.multiraft.node.grpc;

import java.util.concurrent.ScheduledExecutorService;

/**
 * Brings calls to the member that leads their partition.
 *
 * @param peers channels to the same service of the other nodes
 * @param timers for calls that wait; its tasks never block
 */
public record CallRouter(
        Routes routes, PeerChannels peers, ScheduledExecutorService timers, CallObserver observer) {

    RoutedHandler handler(RoutedMethod method) {
        return new RoutedHandler(this, method);
    }
}
