package io.multiraft.node.metrics;

import io.grpc.Status;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.multiraft.node.admission.Admission;
import io.multiraft.node.admission.Share;
import io.multiraft.node.grpc.CallObserver;
import io.multiraft.node.grpc.RoutedMethod.CallKind;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;

/** The metrics of one node. */
public final class NodeMetrics implements CallObserver, AutoCloseable {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Map<CallKind, Map<Integer, CallMeters>> calls = new EnumMap<>(CallKind.class);

    public NodeMetrics(String version) {
        Gauge.builder("multiraft.build", () -> 1)
                .description("1, with the version of the node")
                .tag("version", version)
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        for (CallKind kind : CallKind.values()) {
            calls.put(kind, new ConcurrentHashMap<>());
        }
    }

    /** Shows what each partition says of itself, read when somebody asks for the metrics. */
    public void observe(List<? extends PartitionReplica> replicas) {
        replicas.forEach(this::observe);
    }

    private void observe(PartitionReplica replica) {
        for (Role role : List.of(Role.FOLLOWER, Role.CANDIDATE, Role.LEADER, Role.FAILED)) {
            Gauge.builder("multiraft.partition.role", replica, one -> is(one, role))
                    .description("1 for the role that this node has in the partition")
                    .tag("partition", String.valueOf(replica.id()))
                    .tag("role", role.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        gauge(replica, "term", "Raft term", PartitionStatus::getTerm);
        gauge(replica, "commit.index", "last committed log entry", PartitionStatus::getCommitIndex);
        gauge(replica, "applied.index", "last applied log entry", PartitionStatus::getAppliedIndex);
        gauge(
                replica,
                "snapshot.index",
                "last log entry in a snapshot",
                PartitionStatus::getSnapshotIndex);
        gauge(replica, "sessions", "open sessions", PartitionStatus::getSessionCount);
        gauge(
                replica,
                "leader.known",
                "1 while a leader is known",
                status -> status.getLeader().isEmpty() ? 0 : 1);
        gauge(
                replica,
                "ready",
                "1 while a leader is known and this replica is nearly caught up",
                status -> status.getReady() ? 1 : 0);
    }

    /** Shows how many session streams are open. */
    public void observeStreams(IntSupplier open) {
        Gauge.builder("multiraft.streams", open::getAsInt)
                .description("open session streams")
                .register(registry);
    }

    /**
     * Shows what a port lets in.
     *
     * @param port what it is for
     */
    public void observe(String port, Admission admission) {
        for (Share share : Share.values()) {
            Tags tags = Tags.of("port", port, "share", share.label());
            Gauge.builder("multiraft.admission.under.way", admission, all -> all.underWay(share))
                    .description("calls that were let in and are not over")
                    .tags(tags)
                    .register(registry);
            Gauge.builder("multiraft.admission.limit", admission, all -> all.limit(share))
                    .description("how many may be under way now")
                    .tags(tags)
                    .register(registry);
            refusals(port, share.label(), admission, all -> all.refused(share));
        }
        refusals(port, "bytes", admission, Admission::refusedForBytes);
        Gauge.builder("multiraft.admission.bytes", admission, Admission::bytes)
                .description("bytes of requests and answers that are held")
                .tag("port", port)
                .register(registry);
    }

    private void refusals(
            String port, String reason, Admission admission, ToDoubleFunction<Admission> count) {
        FunctionCounter.builder("multiraft.calls.refused", admission, count)
                .description("calls that were refused for lack of room, by what there was none of")
                .tags("port", port, "reason", reason)
                .register(registry);
    }

    private static double is(PartitionReplica replica, Role role) {
        return replica.status().getRole() == role ? 1 : 0;
    }

    private void gauge(
            PartitionReplica replica,
            String name,
            String description,
            ToDoubleFunction<PartitionStatus> value) {
        Gauge.builder(
                        "multiraft.partition." + name,
                        replica,
                        one -> value.applyAsDouble(one.status()))
                .description(description)
                .tag("partition", String.valueOf(replica.id()))
                .register(registry);
    }

    @Override
    public void onCallClosed(CallKind kind, int partitionId, Status.Code code, long nanos) {
        calls.get(kind)
                .computeIfAbsent(partitionId, id -> new CallMeters(registry, kind, id))
                .onCallClosed(code, nanos);
    }

    /** All metrics in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
