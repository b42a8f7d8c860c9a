package io.multiraft.node.raft;

import io.multiraft.fsm.Effect;
import io.multiraft.node.partition.OutputListener;
import io.multiraft.node.partition.PartitionException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a listener was told. */
final class Recorder implements OutputListener {

    final List<Effect.Output> outputs = new CopyOnWriteArrayList<>();
    final CompletableFuture<Effect.Output> first = new CompletableFuture<>();
    final CompletableFuture<Effect.StreamClosed> closed = new CompletableFuture<>();

    @Override
    public void onOutput(Effect.Output output) {
        outputs.add(output);
        first.complete(output);
    }

    @Override
    public void onClosed(Effect.StreamClosed end) {
        closed.complete(end);
    }

    @Override
    public void onError(PartitionException error) {
        first.completeExceptionally(error);
        closed.completeExceptionally(error);
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    /** The error that ended it, or null. */
    PartitionException error() {
        return closed.isCompletedExceptionally()
                ? closed.handle((end, error) -> (PartitionException) error).join()
                : null;
    }
}
