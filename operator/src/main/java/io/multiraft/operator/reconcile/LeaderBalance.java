package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.observe.ClusterKey;
import io.multiraft.operator.observe.NodeStatusWatcher;
import io.multiraft.operator.plan.LeaderBalancer;
import io.multiraft.operator.plan.LeaderMove;
import io.multiraft.operator.plan.LeaderObservation;
import io.multiraft.operator.plan.LeaderPlan;
import io.multiraft.operator.plan.LeaderTries;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.TransferLeadershipRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves leads to where they belong, one at a time in a cluster: it runs on the cluster's one
 * reconciling thread, and waits for each move.
 */
public final class LeaderBalance {

    /** A move takes some 40 ms; while one is under way, the partition takes no writes. */
    private static final Duration TRANSFER_MAX = Duration.ofSeconds(1);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);
    private static final String ACTION = "TransferLeadership";
    private static final Logger LOG = LoggerFactory.getLogger(LeaderBalance.class);

    private final NodeStatusWatcher watcher;
    private final EventRecorder events;
    private final Duration steadyMin;
    private final Clock clock;
    private final Map<ClusterKey, LeaderTries> tries = new ConcurrentHashMap<>();

    /**
     * @param steadyMin how long all must have been well before a lead is moved
     */
    public LeaderBalance(
            NodeStatusWatcher watcher, EventRecorder events, Duration steadyMin, Clock clock) {
        this.watcher = watcher;
        this.events = events;
        this.steadyMin = steadyMin;
        this.clock = clock;
    }

    void forget(ClusterKey cluster) {
        tries.remove(cluster);
    }

    /**
     * Moves one lead if it is time to.
     *
     * @return when to come again though nothing is heard of a change
     */
    Optional<Duration> balance(
            ClusterKey key,
            MultiRaftCluster cluster,
            Collection<Partition> partitions,
            Optional<StatefulSet> statefulSet) {
        LeaderObservation observed =
                new LeaderObservation(cluster, partitions, statefulSet, watcher.nodes(key));
        LeaderPlan plan = plan(key, observed);
        if (plan.move().isPresent()) {
            LeaderMove move = plan.move().get();
            boolean succeeded = move(key, find(partitions, move), move);
            LeaderTries before = tries.getOrDefault(key, LeaderTries.NONE);
            tries.put(key, before.with(move.partition(), succeeded, clock.instant()));
            plan = plan(key, observed);
        }
        return plan.lookAgain();
    }

    private LeaderPlan plan(ClusterKey key, LeaderObservation observed) {
        return LeaderBalancer.plan(
                observed, tries.getOrDefault(key, LeaderTries.NONE), steadyMin, clock.instant());
    }

    private static Partition find(Collection<Partition> partitions, LeaderMove move) {
        return partitions.stream()
                .filter(partition -> partition.getSpec().id() == move.partition())
                .findFirst()
                .orElseThrow();
    }

    private boolean move(ClusterKey cluster, Partition partition, LeaderMove move) {
        String name = "cluster %s: partition %d".formatted(cluster, move.partition());
        try {
            transfer(cluster, move);
        } catch (StatusRuntimeException e) {
            LOG.warn(
                    "{}: {} did not hand the lead over to {}, the preferred leader: {}",
                    name,
                    move.from(),
                    move.to(),
                    e.getStatus());
            events.warning(
                    partition,
                    "LeaderNotMoved",
                    ACTION,
                    "%s did not hand the lead over to %s, the preferred leader"
                            .formatted(move.from(), move.to()));
            return false;
        }
        LOG.info(
                "{}: {} handed the lead over to {}, the preferred leader: all has been well for {}"
                        + " s",
                name,
                move.from(),
                move.to(),
                steadyMin.toSeconds());
        events.normal(
                partition,
                "LeaderMoved",
                ACTION,
                "%s handed the lead over to %s, the preferred leader"
                        .formatted(move.from(), move.to()));
        return true;
    }

    private void transfer(ClusterKey cluster, LeaderMove move) {
        Channel leader =
                watcher.admin(cluster, move.from())
                        .orElseThrow(Status.UNAVAILABLE::asRuntimeException);
        NodeGrpc.newBlockingStub(leader)
                .withDeadlineAfter(ANSWER_MAX)
                .transferLeadership(
                        TransferLeadershipRequest.newBuilder()
                                .setPartitionId(move.partition())
                                .setTarget(move.to())
                                .setTimeout(
                                        com.google.protobuf.Duration.newBuilder()
                                                .setSeconds(TRANSFER_MAX.toSeconds()))
                                .build());
    }
}
