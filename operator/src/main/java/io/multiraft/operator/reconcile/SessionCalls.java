package io.multiraft.operator.reconcile;

import io.grpc.Channel;
import io.multiraft.client.PartitionClient;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.client.errors.PartitionStatusException;
import io.multiraft.client.errors.UnavailableException;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.observe.ClusterKey;
import io.multiraft.operator.observe.ListedSession;
import io.multiraft.operator.observe.NodeStatusWatcher;
import io.multiraft.operator.plan.SessionAction;
import io.multiraft.operator.plan.SessionNames;
import io.multiraft.operator.plan.SessionPlanner.Refusal;
import io.multiraft.operator.plan.SessionReasons;
import io.multiraft.operator.plan.SessionRequests;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionOutput;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes sessions on partitions, on all of them at once. */
final class SessionCalls {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(SessionCalls.class);

    private final NodeStatusWatcher watcher;

    SessionCalls(NodeStatusWatcher watcher) {
        this.watcher = watcher;
    }

    /**
     * Carries out the actions and waits for all of them.
     *
     * @return why it did not work out, by partition; empty when it did
     */
    Map<Integer, Refusal> execute(Session session, List<SessionAction> actions)
            throws SessionRequests.InvalidConfigException {
        ClusterKey cluster = SessionNames.cluster(session);
        OpenSessionInput input = SessionRequests.open(session);
        Map<Integer, CompletableFuture<?>> calls = new HashMap<>();
        for (SessionAction action : actions) {
            if (action instanceof SessionAction.Open open) {
                calls.put(open.partition(), open(cluster, open.partition(), session, input));
            } else if (action instanceof SessionAction.Close close) {
                calls.put(close.partition(), close(cluster, close.partition(), close.sessionId()));
            }
        }
        Map<Integer, Refusal> refusals = new HashMap<>();
        calls.forEach(
                (partition, call) ->
                        failure(call)
                                .ifPresent(
                                        failure ->
                                                refusals.put(
                                                        partition,
                                                        refusal(cluster, partition, failure))));
        return refusals;
    }

    /** Ends a session; that it has ended already is as good. */
    CompletableFuture<Void> close(ClusterKey cluster, int partition, long sessionId) {
        return partition(cluster, partition)
                .map(client -> client.closeSession(sessionId))
                .orElseGet(() -> CompletableFuture.failedFuture(outOfReach(cluster)))
                .handle(
                        (output, failure) -> {
                            if (failure != null && !hasEnded(failure)) {
                                throw new CompletionException(failure);
                            }
                            return null;
                        });
    }

    private CompletableFuture<OpenSessionOutput> open(
            ClusterKey cluster, int partition, Session session, OpenSessionInput input) {
        return partition(cluster, partition)
                .map(client -> client.openSession(input))
                .orElseGet(() -> CompletableFuture.failedFuture(outOfReach(cluster)))
                .thenApply(
                        output -> {
                            watcher.listings()
                                    .opened(
                                            cluster,
                                            partition,
                                            new ListedSession(
                                                    session.getMetadata().getUid(),
                                                    SessionNames.onTheWire(session),
                                                    output.getSessionId(),
                                                    ListedSession.State.OPEN,
                                                    output.getEpoch()));
                            return output;
                        });
    }

    private Optional<PartitionClient> partition(ClusterKey cluster, int partition) {
        Optional<Channel> channel = watcher.api(cluster, partition);
        return channel.map(one -> PartitionClient.over(one, partition, TIMEOUT));
    }

    private static UnavailableException outOfReach(ClusterKey cluster) {
        return new UnavailableException("no node of " + cluster + " can be reached");
    }

    private static Optional<Throwable> failure(CompletableFuture<?> call) {
        try {
            call.join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(e.getCause());
        }
    }

    private static boolean hasEnded(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof PartitionStatusException refused
                && refused.status() == Status.NOT_FOUND;
    }

    /** The words of a refusal must not change from one attempt to the next: they are written. */
    private static Refusal refusal(ClusterKey cluster, int partition, Throwable failure) {
        if (failure instanceof PartitionStatusException refused) {
            return new Refusal(
                    refused.status() == Status.ALREADY_EXISTS
                            ? SessionReasons.NAME_TAKEN
                            : SessionReasons.REFUSED,
                    "partition %d: %s".formatted(partition, refused.answer()));
        } else if (failure instanceof MultiRaftException
                && !(failure instanceof UnavailableException)) {
            return new Refusal(
                    SessionReasons.REFUSED,
                    "partition %d: %s".formatted(partition, failure.getMessage()));
        }
        LOG.debug("cluster {}: partition {}: {}", cluster, partition, failure.getMessage());
        return new Refusal(
                SessionReasons.CLUSTER_NOT_READY,
                "partition %d of %s does not answer".formatted(partition, cluster));
    }
}
