package io.multiraft.client;

import io.grpc.ManagedChannelBuilder;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.grpc.CoreLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A cluster, as seen by a program. Thread-safe; one per program is enough.
 *
 * <pre>{@code
 * try (var client = MultiRaftClient.builder().endpoints("sample:5678").build();
 *         var session = client.openSession(SessionOptions.unnamed())) {
 *     long orders = session.counter("orders").increment(1);
 * }
 * }</pre>
 *
 * <p>It has one thread of its own and the connections' event loops. Blocking methods throw, and
 * stages fail with, a {@link io.multiraft.client.errors.MultiRaftException}.
 */
public final class MultiRaftClient implements AutoCloseable {

    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final CoreLoop loop;
    private final SessionOpener opener;
    private final ClientShell shell;

    private MultiRaftClient(Builder builder) {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "multiraft-client");
                            thread.setDaemon(true);
                            return thread;
                        });
        loop = new CoreLoop(builder.endpoints, builder.channels(), builder.deadline, executor);
        shell = new ClientShell(loop, builder.callbacks, builder.namespace);
        opener = new SessionOpener(shell);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Opens a session and keeps it alive until it is closed, or lost. */
    public Session openSession(SessionOptions options) {
        return Blocking.get(openSessionAsync(options));
    }

    /** Opens a session and keeps it alive until it is closed, or lost. */
    public CompletionStage<Session> openSessionAsync(SessionOptions options) {
        if (options == null) {
            throw new InvalidException(
                    "options null: expected SessionOptions.unnamed() or another");
        }
        return shell.delivered(
                opener.open(options)
                        .thenApply(
                                session -> {
                                    sessions.add(session);
                                    session.onEnd(end -> sessions.remove(session));
                                    return session;
                                }));
    }

    /** Closes the open sessions, as far as the cluster can be reached, and the connections. */
    @Override
    public void close() {
        List<Session> open = List.copyOf(sessions);
        try {
            open.forEach(Session::closeAsync);
            open.forEach(Session::close);
        } finally {
            loop.close();
        }
    }

    /** Settings of a client; endpoints are the only ones without a default. */
    public static final class Builder {

        private Supplier<List<String>> endpoints;
        private Duration deadline = Duration.ofSeconds(10);
        private String namespace = "default";
        private Executor callbacks = ForkJoinPool.commonPool();
        private Function<String, ManagedChannelBuilder<?>> channels;

        private Builder() {}

        /** {@code host:port} of some nodes, or of a Service before them: any node serves all. */
        public Builder endpoints(String... hostsAndPorts) {
            List<String> shuffled = new ArrayList<>(List.of(hostsAndPorts));
            Collections.shuffle(shuffled);
            return endpoints(() -> shuffled);
        }

        /**
         * Endpoints that come and go.
         *
         * @param discovery called after every failed attempt, on the client's thread: must not
         *     block
         */
        public Builder endpoints(Supplier<List<String>> discovery) {
            endpoints = discovery;
            return this;
        }

        /** Time for an operation with all its attempts; default 10 s. */
        public Builder deadline(Duration value) {
            deadline = value;
            return this;
        }

        /** Namespace of the primitives' names; default {@code default}. */
        public Builder namespace(String value) {
            namespace = value;
            return this;
        }

        /** Where stages complete and listeners are called; default the common pool. */
        public Builder callbacks(Executor value) {
            callbacks = value;
            return this;
        }

        /** How to connect to an address; default: without TLS. */
        public Builder channels(Function<String, ManagedChannelBuilder<?>> value) {
            channels = value;
            return this;
        }

        public MultiRaftClient build() {
            if (endpoints == null || endpoints.get().isEmpty()) {
                throw new InvalidException("no endpoints; expected at least one host:port");
            }
            if (deadline.toMillis() < 1) {
                throw new InvalidException("deadline " + deadline + ": expected at least 1 ms");
            }
            return new MultiRaftClient(this);
        }

        private Function<String, ManagedChannelBuilder<?>> channels() {
            return channels != null
                    ? channels
                    : address -> ManagedChannelBuilder.forTarget(address).usePlaintext();
        }
    }
}
