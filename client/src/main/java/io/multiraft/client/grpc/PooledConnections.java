package io.multiraft.client.grpc;

import io.multiraft.client.core.Connections;
import java.util.List;
import java.util.function.Supplier;

/** The addresses that the program knows, and the connections of the pool. */
final class PooledConnections implements Connections {

    private final Supplier<List<String>> endpoints;
    private final ChannelPool channels;

    PooledConnections(Supplier<List<String>> endpoints, ChannelPool channels) {
        this.endpoints = endpoints;
        this.channels = channels;
    }

    /** Where the program's own discovery fails nobody knows any, and the old ones are as good. */
    @Override
    public List<String> endpoints() {
        try {
            return endpoints.get();
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    /** An address that is none is never ready; the call to it says what is wrong. */
    @Override
    public boolean ready(String address) {
        try {
            return channels.ready(address);
        } catch (RuntimeException | LinkageError e) {
            return false;
        }
    }
}
