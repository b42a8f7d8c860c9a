package io.multiraft.client.grpc;

import io.multiraft.client.core.Connections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The addresses that the program knows, and the connections of the pool. */
final class PooledConnections implements Connections {

    private final Supplier<List<String>> endpoints;
    private final ChannelPool channels;
    private final Predicate<String> meaningful;
    private List<String> last = List.of();

    PooledConnections(
            Supplier<List<String>> endpoints, ChannelPool channels, Predicate<String> meaningful) {
        this.endpoints = endpoints;
        this.channels = channels;
        this.meaningful = meaningful;
    }

    /** Where the program's own discovery fails nobody knows any, and the old ones are as good. */
    @Override
    public List<String> endpoints() {
        try {
            last = endpoints.get();
            return last;
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    /**
     * An address that is none is never ready; the call to it says what is wrong. One that only the
     * nodes have named may mean nothing here, and a channel to it would complain of that for ever.
     */
    @Override
    public boolean ready(String address) {
        try {
            boolean usable =
                    last.contains(address) || channels.has(address) || meaningful.test(address);
            return usable && channels.ready(address);
        } catch (RuntimeException | LinkageError e) {
            return false;
        }
    }
}
