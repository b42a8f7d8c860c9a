package io.multiraft.bench.system;

import io.multiraft.bench.Workload;
import io.multiraft.bench.load.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Writes every key once, so that reads find something. */
final class Preload {

    /** Fewer than a node lets in at its slowest: it refuses the others. */
    private static final int AT_A_TIME = 100;

    private static final long SECONDS = 60;

    private Preload() {}

    /**
     * Writes them all.
     *
     * @param put writes the key whose number it gets
     * @throws IllegalStateException one was not written
     */
    static void all(Operation put) {
        for (int first = 0; first < Workload.KEYS; first += AT_A_TIME) {
            int last = Math.min(first + AT_A_TIME, Workload.KEYS);
            await(
                    CompletableFuture.allOf(
                            IntStream.range(first, last)
                                    .mapToObj(key -> one(put, key))
                                    .toArray(CompletableFuture[]::new)));
        }
    }

    private static CompletableFuture<Void> one(Operation put, int key) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        put.start(
                key,
                failure -> {
                    if (failure == null) {
                        written.complete(null);
                    } else {
                        written.completeExceptionally(failure);
                    }
                });
        return written;
    }

    private static void await(CompletableFuture<Void> written) {
        try {
            written.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | CompletionException e) {
            throw new IllegalStateException("the entries that are to be read cannot be written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
