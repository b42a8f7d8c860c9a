package io.multiraft.operator.reconcile;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.PartitionStatus;
import io.multiraft.operator.observe.ClusterKey;
import io.multiraft.operator.observe.NodeStatusWatcher;
import io.multiraft.operator.plan.Conditions;
import io.multiraft.operator.plan.PartitionPlanner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Writes down what the nodes say of a partition. */
public final class PartitionReconciler implements Reconciler<Partition> {

    /** Sessions come and go all the time; their number alone is not worth a write each time. */
    private static final Duration COUNT_PAUSE = Duration.ofSeconds(5);

    private final NodeStatusWatcher watcher;
    private final Triggers triggers;
    private final ObjectDirectory directory;
    private final EventRecorder events;
    private final Clock clock;
    private final Map<ResourceID, Instant> counted = new ConcurrentHashMap<>();

    public PartitionReconciler(
            NodeStatusWatcher watcher,
            Triggers triggers,
            ObjectDirectory directory,
            EventRecorder events,
            Clock clock) {
        this.watcher = watcher;
        this.triggers = triggers;
        this.directory = directory;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, Partition>> prepareEventSources(
            EventSourceContext<Partition> context) {
        directory.indexPartitions(context.getPrimaryCache());
        triggers.partitions().onGone(gone -> counted.remove(ResourceID.fromResource(gone)));
        return List.of(triggers.partitions());
    }

    @Override
    public UpdateControl<Partition> reconcile(Partition partition, Context<Partition> context) {
        ResourceID id = ResourceID.fromResource(partition);
        ClusterKey cluster =
                new ClusterKey(
                        partition.getMetadata().getNamespace(), partition.getSpec().cluster());
        if (!watcher.settled(cluster)) {
            // Just started: not to have heard of a node yet says nothing about it.
            return UpdateControl.noUpdate();
        }
        PartitionStatus status =
                PartitionPlanner.status(partition, watcher.observed(cluster), clock.instant());
        if (onlyCountDiffers(partition.getStatus(), status)) {
            Duration left = pauseLeft(id);
            if (!left.isZero()) {
                return UpdateControl.<Partition>noUpdate().rescheduleAfter(left);
            }
            counted.put(id, clock.instant());
        }
        if (StatusWriter.write(partition, status, new Partition(), context)) {
            tell(partition, status);
        }
        return UpdateControl.noUpdate();
    }

    private Duration pauseLeft(ResourceID id) {
        Instant last = counted.getOrDefault(id, Instant.EPOCH);
        Duration left = COUNT_PAUSE.minus(Duration.between(last, clock.instant()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static boolean onlyCountDiffers(PartitionStatus before, PartitionStatus now) {
        return before != null
                && !Objects.equals(before.sessions(), now.sessions())
                && now.withSessions(before.sessions()).equals(before);
    }

    private void tell(Partition partition, PartitionStatus now) {
        PartitionStatus before = partition.getStatus();
        String leaderBefore = before == null ? null : before.leader();
        if (now.leader() != null && !now.leader().equals(leaderBefore)) {
            events.normal(
                    partition,
                    "LeaderElected",
                    "Elect",
                    "%s leads in term %d".formatted(now.leader(), now.term()));
        }
        boolean wasReady =
                before != null
                        && Conditions.find(before.conditions(), Conditions.READY)
                                .filter(condition -> condition.holds())
                                .isPresent();
        Conditions.find(now.conditions(), Conditions.READY)
                .filter(ready -> wasReady && !ready.holds())
                .ifPresent(
                        ready ->
                                events.warning(
                                        partition, ready.reason(), "Observe", ready.message()));
    }
}
