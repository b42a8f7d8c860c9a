package io.multiraft.client.grpc;

import io.grpc.MethodDescriptor;
import io.multiraft.client.core.CallKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Brings calls to a partition. */
public interface Transport {

    /**
     * @return all messages of the response, one for a unary call; fails with a {@link
     *     io.multiraft.client.errors.MultiRaftException}, of the transport only: what a partition
     *     answers in its headers is for the caller to read
     */
    <Q, R> CompletableFuture<List<R>> call(
            int partitionId, MethodDescriptor<Q, R> method, Q request, CallKind kind);
}
