package io.multiraft.node.grpc;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One channel to each other node, made when it is first needed and shared by all calls. */
public final class PeerChannels implements AutoCloseable {

    private final Function<String, ManagedChannel> connect;
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

    /**
     * @param connect makes the channel to a member of that name
     */
    public PeerChannels(Function<String, ManagedChannel> connect) {
        this.connect = connect;
    }

    /**
     * The channel to a member. One that failed tries anew at once: a call for it is waiting, and a
     * pod that was restarted is back long before gRPC's own pause between attempts is over.
     */
    ManagedChannel get(String member) {
        ManagedChannel channel = channels.computeIfAbsent(member, connect);
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
        return channel;
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
