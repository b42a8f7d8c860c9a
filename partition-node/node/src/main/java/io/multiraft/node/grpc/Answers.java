package io.multiraft.node.grpc;

import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionReplica;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Brings the outcome of a future to a responder. */
public final class Answers {

    private Answers() {}

    /**
     * @param answer sends the result; what it throws, the caller gets as a failure
     * @return what to close when the answer is not needed any more: it is dropped by the responder
     */
    public static <T> PartitionReplica.Watch whenDone(
            CompletionStage<T> stage, Responder responder, Consumer<T> answer) {
        stage.whenComplete(
                (result, error) -> {
                    if (error == null) {
                        answer.accept(result);
                    } else {
                        responder.fail(partitionException(error));
                    }
                });
        return () -> {};
    }

    private static PartitionException partitionException(Throwable error) {
        Throwable cause =
                error instanceof CompletionException && error.getCause() != null
                        ? error.getCause()
                        : error;
        return cause instanceof PartitionException known
                ? known
                : new PartitionException(PartitionException.Kind.INDETERMINATE, cause.toString());
    }
}
