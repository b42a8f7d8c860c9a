package io.multiraft.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Looks names up in the background, as a resolver may take seconds, and the client's one thread
 * must not wait. Any thread may ask.
 */
final class NameLookups {

    /** Names that are remembered; of more, the oldest is looked up again when it is asked for. */
    private static final int NAMES_MAX = 1_000;

    private final Resolver resolver;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Map<String, Lookup> lookups =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Lookup> eldest) {
                    return size() > NAMES_MAX;
                }
            };

    /** What knows the addresses of names. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    /**
     * @param before found by the lookup before, until there is a result
     */
    private record Lookup(
            long startNanos, List<String> before, CompletableFuture<List<String>> result) {

        List<String> known() {
            return result.getNow(before);
        }
    }

    NameLookups(Resolver resolver, Executor executor, LongSupplier nanoTime) {
        this.resolver = resolver;
        this.executor = executor;
        this.nanoTime = nanoTime;
    }

    /** Each lookup on a thread of its own, which does not hold up the end of the program. */
    static NameLookups ofThisHost() {
        Executor threads =
                task -> {
                    Thread thread = new Thread(task, "multiraft-client-lookup");
                    thread.setDaemon(true);
                    thread.start();
                };
        return new NameLookups(InetAddress::getAllByName, threads, System::nanoTime);
    }

    /**
     * The addresses of a name as far as they are known; none when they are not, or not yet.
     *
     * @param ageMillis of a result that is looked up again
     */
    List<String> addresses(String name, long ageMillis) {
        return lookup(name, ageMillis).known();
    }

    /** Completes when the lookup that is under way, if any, has a result; never fails. */
    CompletableFuture<List<String>> first(String name) {
        return lookup(name, Long.MAX_VALUE).result();
    }

    private synchronized Lookup lookup(String name, long ageMillis) {
        Lookup last = lookups.get(name);
        long now = nanoTime.getAsLong();
        boolean fresh =
                last != null
                        && (!last.result().isDone()
                                || TimeUnit.NANOSECONDS.toMillis(now - last.startNanos())
                                        < ageMillis);
        if (fresh) {
            return last;
        }
        List<String> before = last == null ? List.of() : last.known();
        Lookup next = new Lookup(now, before, new CompletableFuture<>());
        lookups.remove(name);
        lookups.put(name, next);
        executor.execute(() -> next.result().complete(lookUp(name)));
        return next;
    }

    private List<String> lookUp(String name) {
        try {
            return List.of(resolver.addresses(name)).stream()
                    .map(InetAddress::getHostAddress)
                    .sorted()
                    .toList();
        } catch (UnknownHostException | RuntimeException e) {
            return List.of();
        }
    }
}
