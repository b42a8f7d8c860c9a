package io.multiraft.client;

import io.multiraft.client.core.CallKind;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.grpc.Transport;
import io.multiraft.proto.multiraft.counter.v1.CounterGrpc;
import io.multiraft.proto.multiraft.counter.v1.GetRequest;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out how many partitions there are, which is fixed for the life of a cluster: reads as a
 * session that cannot exist, from 1, 2, 3 and so on. A partition answers that it does not know the
 * session; where there is no partition, the node says so.
 */
final class PartitionCount {

    private static final long NO_SESSION = -1;

    private final Transport transport;
    private CompletableFuture<Integer> count;

    PartitionCount(Transport transport) {
        this.transport = transport;
    }

    synchronized CompletableFuture<Integer> get() {
        if (count == null || count.isCompletedExceptionally()) {
            count = probe(1);
        }
        return count;
    }

    private CompletableFuture<Integer> probe(int partitionId) {
        return transport
                .call(
                        partitionId,
                        CounterGrpc.getGetMethod(),
                        GetRequest.newBuilder()
                                .setHeaders(
                                        Headers.query(
                                                Headers.session(partitionId, NO_SESSION, 0, 0),
                                                NO_SESSION,
                                                0))
                                .build(),
                        CallKind.IDEMPOTENT)
                .handle((answer, error) -> error)
                .thenCompose(
                        error -> {
                            if (error == null) {
                                return probe(partitionId + 1);
                            }
                            return Failures.unwrapped(error) instanceof InvalidException
                                            && partitionId > 1
                                    ? CompletableFuture.completedFuture(partitionId - 1)
                                    : CompletableFuture.failedFuture(error);
                        });
    }
}
