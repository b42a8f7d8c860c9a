package io.multiraft.client;

import io.multiraft.client.grpc.CoreLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What sessions share with their client.
 *
 * @param loop the client's one thread
 * @param callbacks where the user's code runs
 * @param namespace of the primitives' names
 */
record ClientShell(CoreLoop loop, Executor callbacks, String namespace) {

    /** The user's code runs on the user's threads, and sees our exceptions as they are. */
    <T> CompletableFuture<T> delivered(CompletableFuture<T> internal) {
        CompletableFuture<T> delivered = new CompletableFuture<>();
        internal.whenCompleteAsync(
                (value, error) -> {
                    if (error == null) {
                        delivered.complete(value);
                    } else {
                        delivered.completeExceptionally(Failures.unwrapped(error));
                    }
                },
                callbacks);
        return delivered;
    }
}
