package io.multiraft.client;

import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.grpc.CoreLoop;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

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

    MultiRaftClient(MultiRaftClientBuilder builder) {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "multiraft-client");
                            thread.setDaemon(true);
                            return thread;
                        });
        loop =
                new CoreLoop(
                        builder.endpoints(),
                        builder.channels(),
                        builder.hints(),
                        builder.deadline(),
                        executor);
        shell = new ClientShell(loop, builder.callbacks(), builder.namespace());
        opener = new SessionOpener(shell);
    }

    public static MultiRaftClientBuilder builder() {
        return new MultiRaftClientBuilder();
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
}
