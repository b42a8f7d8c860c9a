package io.multiraft.node.session;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.multiraft.proto.node.v1.GetSessionRequest;
import io.multiraft.proto.node.v1.GetSessionResponse;
import io.multiraft.proto.node.v1.ListSessionsRequest;
import io.multiraft.proto.node.v1.ListSessionsResponse;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.NodeGrpc.NodeStub;
import io.multiraft.proto.node.v1.SessionDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * The sessions of each partition, as its leader lists them linearizably. They are asked of this
 * node's own admin service, which finds the leaders and repeats what failed.
 */
final class PartitionSessions {

    private static final long PATIENCE_SECONDS = 4;

    private final Channel admin;

    /**
     * @param admin to the admin service of a node of the cluster
     */
    PartitionSessions(Channel admin) {
        this.admin = admin;
    }

    /** All of a partition, in order of their ids. */
    CompletableFuture<List<SessionDetail>> all(int partition) {
        return more(partition, 0, new ArrayList<>());
    }

    private CompletableFuture<List<SessionDetail>> more(
            int partition, long afterSessionId, List<SessionDetail> found) {
        return list(partition, afterSessionId, 0)
                .thenCompose(
                        page -> {
                            found.addAll(page.getSessionsList());
                            return page.getMore()
                                    ? more(
                                            partition,
                                            found.get(found.size() - 1).getSessionId(),
                                            found)
                                    : CompletableFuture.completedFuture(found);
                        });
    }

    /** The one of an id; empty where there is none, or none any more. */
    CompletableFuture<Optional<SessionDetail>> find(int partition, long sessionId) {
        return find(partition, request -> request.setSessionId(sessionId));
    }

    /** The open one of a name, or the last of it that ended. */
    CompletableFuture<Optional<SessionDetail>> find(int partition, String name) {
        return find(partition, request -> request.setName(name));
    }

    private CompletableFuture<Optional<SessionDetail>> find(
            int partition, UnaryOperator<GetSessionRequest.Builder> session) {
        GetSessionRequest request =
                session.apply(GetSessionRequest.newBuilder().setPartitionId(partition)).build();
        return this.<GetSessionResponse>ask((stub, reply) -> stub.getSession(request, reply))
                .thenApply(
                        response ->
                                response.hasSession()
                                        ? Optional.of(response.getSession())
                                        : Optional.empty());
    }

    /** A number that is another one after each change. */
    CompletableFuture<Long> version(int partition) {
        return list(partition, 0, 1).thenApply(ListSessionsResponse::getSessionVersion);
    }

    /**
     * @param limit 0 is the most
     */
    private CompletableFuture<ListSessionsResponse> list(
            int partition, long afterSessionId, int limit) {
        ListSessionsRequest request =
                ListSessionsRequest.newBuilder()
                        .setPartitionId(partition)
                        .setAfterSessionId(afterSessionId)
                        .setLimit(limit)
                        .build();
        return ask((stub, reply) -> stub.listSessions(request, reply));
    }

    private <T> CompletableFuture<T> ask(BiConsumer<NodeStub, StreamObserver<T>> call) {
        Reply<T> reply = new Reply<>();
        // What is found may be for others than the call on whose thread it is asked for.
        Context.ROOT.run(
                () ->
                        call.accept(
                                NodeGrpc.newStub(admin)
                                        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
                                reply));
        return reply.future;
    }

    private static final class Reply<T> implements StreamObserver<T> {

        private final CompletableFuture<T> future = new CompletableFuture<>();

        @Override
        public void onNext(T response) {
            future.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            future.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {}
    }
}
