package io.multiraft.client.grpc;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** One channel for each address in use. */
final class ChannelPool implements AutoCloseable {

    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
    private final Function<String, ManagedChannelBuilder<?>> builders;
    private final Executor executor;

    ChannelPool(Function<String, ManagedChannelBuilder<?>> builders, Executor executor) {
        this.builders = builders;
        this.executor = executor;
    }

    /**
     * The channel for a call. The pauses between attempts are ours to choose, so a channel that
     * pauses on its own account is told to connect now.
     */
    ManagedChannel forCall(String address) {
        ManagedChannel channel = channel(address);
        if (channel.getState(true) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
        return channel;
    }

    /** Whether a connection stands; begins to make one when it does not, with pauses of its own. */
    boolean ready(String address) {
        return channel(address).getState(true) == ConnectivityState.READY;
    }

    /** Whether there is a channel, connected or not. */
    boolean has(String address) {
        return channels.containsKey(address);
    }

    private ManagedChannel channel(String address) {
        ManagedChannel known = channels.get(address);
        return known != null ? known : channels.computeIfAbsent(address, this::newChannel);
    }

    private ManagedChannel newChannel(String address) {
        return builders.apply(address).executor(executor).disableRetry().build();
    }

    /**
     * A call had no answer in time. When a network is cut a connection looks well for minutes; only
     * a new one shows whether the other side is there. Calls in flight go on.
     */
    void doubt(String address) {
        ManagedChannel channel = channels.get(address);
        if (channel != null) {
            channel.enterIdle();
        }
    }

    /** Closes what is not in {@code addresses}. */
    void retain(Set<String> addresses) {
        channels.forEach(
                (address, channel) -> {
                    if (!addresses.contains(address) && channels.remove(address, channel)) {
                        channel.shutdown();
                    }
                });
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        channels.clear();
    }
}
