package io.multiraft.client;

import io.multiraft.client.errors.IndeterminateException;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.errors.MultiRaftException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Waits for stages. Every stage has an end: its deadline. */
final class Blocking {

    private Blocking() {}

    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IndeterminateException("interrupted while waiting", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MultiRaftException known) {
                throw known;
            }
            throw new InvalidException("unexpected: " + e.getCause(), e.getCause());
        }
    }
}
