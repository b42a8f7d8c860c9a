package io.multiraft.client;

import io.multiraft.client.core.Lease;
import io.multiraft.client.core.Request;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.grpc.CoreLoop;
import io.multiraft.client.grpc.Exchange;
import io.multiraft.proto.multiraft.counter.v1.CounterGrpc;
import io.multiraft.proto.multiraft.counter.v1.GetRequest;
import io.multiraft.proto.multiraft.counter.v1.GetResponse;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out how many partitions there are, which is fixed for the life of a cluster: reads as a
 * session that cannot exist, from 1, 2, 3 and so on. A partition answers that it does not know the
 * session; where there is no partition, the node says so.
 */
final class PartitionCount {

    private static final long NO_SESSION = -1;

    private final CoreLoop loop;
    private CompletableFuture<Integer> count;

    PartitionCount(CoreLoop loop) {
        this.loop = loop;
    }

    synchronized CompletableFuture<Integer> get() {
        if (count == null || count.isCompletedExceptionally()) {
            count = probe(1);
        }
        return count;
    }

    private CompletableFuture<Integer> probe(int partitionId) {
        Probe probe = new Probe(partitionId);
        loop.start(probe, (core, nowMillis) -> core.call(nowMillis, partitionId));
        return probe.result()
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

    /** Completes when the partition is there, whatever it answers. */
    private static final class Probe extends PendingOperation<Void> {

        private final int partitionId;

        Probe(int partitionId) {
            this.partitionId = partitionId;
        }

        @Override
        public Exchange<?, ?> exchange(Request request) {
            return this.<GetRequest, GetResponse>all(
                    CounterGrpc.getGetMethod(),
                    GetRequest.newBuilder()
                            .setHeaders(
                                    Headers.query(
                                            new Lease(partitionId, NO_SESSION, 0), NO_SESSION, 0))
                            .build(),
                    responses ->
                            Answers.partition(
                                    responses.stream().map(GetResponse::getHeaders).toList()),
                    responses -> null);
        }

        @Override
        public void refused(Status status, String message) {
            completed();
        }
    }
}
