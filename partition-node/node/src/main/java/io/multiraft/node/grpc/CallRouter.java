package io.multiraft.node.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCallHandler;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Brings calls to the member that leads their partition.
 *
 * @param peers channels to the same service of the other nodes
 * @param timers for calls that wait; its tasks never block
 */
public record CallRouter(
        Routes routes, PeerChannels peers, ScheduledExecutorService timers, CallObserver observer) {

    ServerCallHandler<byte[], byte[]> handler(RoutedMethod method) {
        return (call, headers) -> {
            // One more than is expected, so that a second message is seen and refused.
            call.request(2);
            Metadata.Key<String> key = Routing.FORWARDED;
            return new RoutedCall(this, method, call, headers.get(key));
        };
    }
}
