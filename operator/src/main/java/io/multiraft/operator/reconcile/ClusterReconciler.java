package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.multiraft.operator.api.ClusterStatus;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.observe.ClusterKey;
import io.multiraft.operator.observe.NodeAddress;
import io.multiraft.operator.observe.NodeStatusWatcher;
import io.multiraft.operator.plan.ClusterPlanner;
import io.multiraft.operator.plan.Conditions;
import io.multiraft.operator.resources.ClientService;
import io.multiraft.operator.resources.DisruptionBudgets;
import io.multiraft.operator.resources.MembersService;
import io.multiraft.operator.resources.Names;
import io.multiraft.operator.resources.NodeConfigMap;
import io.multiraft.operator.resources.NodeDefaults;
import io.multiraft.operator.resources.NodeStatefulSet;
import io.multiraft.operator.resources.PartitionObject;
import io.multiraft.operator.resources.Topology;
import io.multiraft.proto.node.v1.NodeStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the children of a cluster in form, watches its nodes, and sums up how it is. */
public final class ClusterReconciler implements Reconciler<MultiRaftCluster> {

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ClusterReconciler.class);

    private final NodeStatusWatcher watcher;
    private final LeaderBalance balance;
    private final SessionMirror mirror;
    private final NodeDefaults defaults;
    private final NodePods pods;
    private final Triggers triggers;
    private final EventRecorder events;
    private final Clock clock;
    private ClusterChildrenSources children;

    public ClusterReconciler(
            NodeStatusWatcher watcher,
            LeaderBalance balance,
            SessionMirror mirror,
            NodeDefaults defaults,
            NodePods pods,
            Triggers triggers,
            EventRecorder events,
            Clock clock) {
        this.watcher = watcher;
        this.balance = balance;
        this.mirror = mirror;
        this.defaults = defaults;
        this.pods = pods;
        this.triggers = triggers;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, MultiRaftCluster>> prepareEventSources(
            EventSourceContext<MultiRaftCluster> context) {
        mirror.clusters(context.getPrimaryCache());
        children = new ClusterChildrenSources(context);
        List<EventSource<?, MultiRaftCluster>> sources = new ArrayList<>(children.all());
        sources.add(triggers.clusters());
        triggers.clusters().onGone(cluster -> forget(key(cluster)));
        return sources;
    }

    private void forget(ClusterKey cluster) {
        watcher.forget(cluster);
        mirror.lookSoon(cluster);
        balance.forget(cluster);
    }

    @Override
    public UpdateControl<MultiRaftCluster> reconcile(
            MultiRaftCluster cluster, Context<MultiRaftCluster> context) {
        ClusterKey key = key(cluster);
        List<String> failures = applyChildren(cluster, context);
        watcher.watch(key, addresses(cluster));
        mirror.lookSoon(key);
        ClusterStatus status = status(cluster, key, failures);
        if (StatusWriter.write(cluster, status, new MultiRaftCluster(), context)) {
            tell(cluster, status);
        }
        Optional<Duration> again =
                failures.isEmpty()
                        ? balance.balance(
                                key, cluster, partitions(cluster).values(), nodes(cluster))
                        : Optional.of(RETRY);
        UpdateControl<MultiRaftCluster> done = UpdateControl.noUpdate();
        return again.map(done::rescheduleAfter).orElse(done);
    }

    private static ClusterKey key(MultiRaftCluster cluster) {
        return new ClusterKey(
                cluster.getMetadata().getNamespace(), cluster.getMetadata().getName());
    }

    private List<String> applyChildren(
            MultiRaftCluster cluster, Context<MultiRaftCluster> context) {
        Applier applier = new Applier(context.getClient());
        Topology topology = ClusterPlanner.topology(cluster, partitions(cluster));
        Optional<StatefulSet> nodes = nodes(cluster);
        String templateSize = VolumeGrowth.templateSize(cluster, nodes);
        List<HasMetadata> wanted = new ArrayList<>();
        topology.partitions().forEach(one -> wanted.add(PartitionObject.of(cluster, one)));
        wanted.add(NodeConfigMap.of(cluster, topology));
        wanted.add(MembersService.of(cluster));
        wanted.add(ClientService.of(cluster));
        wanted.add(NodeStatefulSet.of(cluster, defaults, templateSize));
        List<String> failures = new ArrayList<>();
        wanted.forEach(child -> attempt(failures, () -> apply(applier, child)));
        attempt(failures, () -> applyBudget(applier, cluster, context));
        attempt(failures, () -> new VolumeGrowth(context.getClient()).grow(cluster, templateSize));
        return failures;
    }

    private <T extends HasMetadata> void apply(Applier applier, T child)
            throws Applier.ForeignObjectException {
        Optional<T> known = children.find(child);
        applier.apply(child, known).ifPresent(written -> children.written(written, known));
    }

    private void applyBudget(
            Applier applier, MultiRaftCluster cluster, Context<MultiRaftCluster> context)
            throws Applier.ForeignObjectException {
        PodDisruptionBudget budget = DisruptionBudgets.of(cluster);
        if (cluster.getSpec().podDisruptionBudget().enabled()) {
            apply(applier, budget);
        } else if (children.find(budget).isPresent()) {
            context.getClient().resource(budget).delete();
        }
    }

    /** One child that fails does not keep the others from their form. */
    private static void attempt(List<String> failures, Step step) {
        try {
            step.run();
        } catch (Applier.ForeignObjectException e) {
            failures.add(e.getMessage());
        } catch (KubernetesClientException e) {
            String why =
                    Optional.ofNullable(e.getStatus())
                            .map(status -> status.getMessage())
                            .orElse(e.getMessage());
            LOG.warn("cannot apply a child: {}", why);
            failures.add(why);
        }
    }

    private interface Step {
        void run() throws Applier.ForeignObjectException;
    }

    private Map<String, NodeAddress> addresses(MultiRaftCluster cluster) {
        String name = cluster.getMetadata().getName();
        Collection<String> nodes = Names.nodes(name, cluster.getSpec().nodes());
        Map<String, NodeAddress> addresses = new HashMap<>();
        for (Pod pod : children.of(cluster, Pod.class)) {
            if (nodes.contains(pod.getMetadata().getName())) {
                pods.address(pod).ifPresent(one -> addresses.put(pod.getMetadata().getName(), one));
            }
        }
        return addresses;
    }

    private ClusterStatus status(MultiRaftCluster cluster, ClusterKey key, List<String> failures) {
        return ClusterPlanner.status(
                cluster,
                partitions(cluster),
                nodes(cluster),
                watcher.observed(key).values().stream().map(NodeStatus::getVersion).toList(),
                failures,
                mirror.mirrored(key),
                clock.instant());
    }

    private Map<String, Partition> partitions(MultiRaftCluster cluster) {
        return children.of(cluster, Partition.class).stream()
                .collect(
                        Collectors.toMap(
                                partition -> partition.getMetadata().getName(),
                                partition -> partition));
    }

    private Optional<StatefulSet> nodes(MultiRaftCluster cluster) {
        String name = Names.statefulSet(cluster.getMetadata().getName());
        return children.of(cluster, StatefulSet.class).stream()
                .filter(nodes -> nodes.getMetadata().getName().equals(name))
                .findFirst();
    }

    private void tell(MultiRaftCluster cluster, ClusterStatus status) {
        String before =
                Conditions.readyReason(
                        cluster.getStatus() == null ? null : cluster.getStatus().conditions());
        Conditions.find(status.conditions(), Conditions.READY)
                .filter(ready -> !ready.reason().equals(before))
                .ifPresent(
                        ready -> {
                            if (ready.holds()) {
                                events.normal(cluster, "Ready", "Observe", ready.message());
                            } else if (ready.reason().equals("ApplyFailed")) {
                                events.warning(cluster, ready.reason(), "Apply", ready.message());
                            } else if (!before.isEmpty()) {
                                events.warning(cluster, ready.reason(), "Observe", ready.message());
                            }
                        });
    }
}
