package io.multiraft.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.observe.NodeStatusWatcher;
import io.multiraft.operator.reconcile.ClusterReconciler;
import io.multiraft.operator.reconcile.EventRecorder;
import io.multiraft.operator.reconcile.LeaderBalance;
import io.multiraft.operator.reconcile.NodePods;
import io.multiraft.operator.reconcile.ObjectDirectory;
import io.multiraft.operator.reconcile.OrphanSessions;
import io.multiraft.operator.reconcile.PartitionReconciler;
import io.multiraft.operator.reconcile.PodReconciler;
import io.multiraft.operator.reconcile.PodStore;
import io.multiraft.operator.reconcile.SessionMirror;
import io.multiraft.operator.reconcile.SessionPods;
import io.multiraft.operator.reconcile.SessionReconciler;
import io.multiraft.operator.reconcile.SessionStore;
import io.multiraft.operator.reconcile.Triggers;
import io.multiraft.operator.resources.Labels;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Puts the parts together: the only place that makes collaborators. */
public final class MultiRaftOperator implements AutoCloseable {

    /** Few: a reconciliation seldom waits, and each thread costs memory. */
    private static final int THREADS = 8;

    /** What an informer lists at a time: thousands of objects as one text would not fit. */
    private static final long PAGE = 500;

    private static final Duration STOP_MAX = Duration.ofSeconds(3);

    private final OperatorConfig config;
    private final LeaderLease lease;
    private final Operator operator;
    private final NodeStatusWatcher watcher;
    private final OrphanSessions orphans;
    private final SessionMirror mirror;
    private final ScheduledExecutorService observing = thread("observe");
    private final ScheduledExecutorService sweeping = thread("sweep");
    private final ScheduledExecutorService mirroring = thread("mirror");

    /**
     * @param onLeadershipLost called when another operator may lead by now: this one must end
     */
    public MultiRaftOperator(
            OperatorConfig config,
            KubernetesClient client,
            NodePods pods,
            Metrics metrics,
            Clock clock,
            Runnable onLeadershipLost) {
        this.config = config;
        this.lease = new LeaderLease(config, client, onLeadershipLost);
        ObjectDirectory directory = new ObjectDirectory();
        Triggers triggers = new Triggers(directory);
        this.watcher = new NodeStatusWatcher(observing, triggers, clock);
        this.orphans = new OrphanSessions(watcher, directory, client, config::watches, sweeping);
        triggers.onListing(orphans::sweepLater);
        this.mirror =
                new SessionMirror(
                        watcher,
                        directory,
                        triggers,
                        client,
                        config.mirroredSessionsMax(),
                        mirroring);
        triggers.onSessions(mirror::lookSoon);
        EventRecorder events = new EventRecorder(client, config.name(), clock);
        this.operator = new Operator(overrider -> configure(overrider, client, metrics));
        LeaderBalance balance =
                new LeaderBalance(watcher, events, config.leaderBalanceAfter(), clock);
        register(
                new ClusterReconciler(
                        watcher,
                        balance,
                        mirror,
                        config.nodeDefaults(),
                        pods,
                        triggers,
                        events,
                        clock));
        register(new PartitionReconciler(watcher, triggers, directory, events, clock));
        SessionPods sessionPods = new SessionPods(directory, triggers, client, clock);
        operator.register(
                new PodReconciler(sessionPods, triggers, directory, events), this::configurePods);
        operator.register(
                new SessionReconciler(
                        watcher, orphans, mirror, sessionPods, triggers, directory, events, clock),
                this::configureSessions);
    }

    /** Returns when the caches are complete; acts as soon as it leads. */
    public void start() {
        operator.start();
        orphans.start();
        mirror.start();
    }

    /** Whether it sees what happens; also true of one that stands by. */
    public boolean ready() {
        return operator.getRuntimeInfo().isStarted()
                && operator.getRuntimeInfo().allEventSourcesAreHealthy();
    }

    /** Nodes whose status streams are open. */
    public long reachableNodes() {
        return watcher.reachable();
    }

    /** Gives the Lease back, so that another operator can go on at once. */
    @Override
    public void close() {
        lease.expectEnd();
        operator.stop();
        if (config.leaderElection()) {
            lease.release();
        }
        watcher.close();
        sweeping.shutdownNow();
        mirroring.shutdownNow();
    }

    private void configure(
            ConfigurationServiceOverrider overrider, KubernetesClient client, Metrics metrics) {
        overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withMetrics(metrics)
                .withConcurrentReconciliationThreads(THREADS)
                .withConcurrentWorkflowExecutorThreads(1)
                .withReconciliationTerminationTimeout(STOP_MAX);
        if (config.leaderElection()) {
            overrider.withLeaderElectionConfiguration(lease.configuration());
        }
    }

    private <P extends HasMetadata> void register(Reconciler<P> reconciler) {
        operator.register(reconciler, this::configure);
    }

    private <P extends HasMetadata> void configure(ControllerConfigurationOverrider<P> controller) {
        controller
                .withFieldManager(Labels.OPERATOR)
                .withInformerListLimit(PAGE)
                .withRetry(
                        new GenericRetry()
                                .setInitialInterval(500)
                                .setIntervalMultiplier(2)
                                .setMaxInterval(30_000)
                                .withoutMaxAttempts());
        Set<String> namespaces = config.watchNamespaces();
        if (!namespaces.isEmpty()) {
            controller.settingNamespaces(namespaces);
        }
    }

    private void configureSessions(ControllerConfigurationOverrider<Session> controller) {
        configure(controller);
        keepIn(new SessionStore(), controller);
    }

    /** All pods are looked at, so little of each is kept where that is possible. */
    private void configurePods(ControllerConfigurationOverrider<Pod> controller) {
        configure(controller);
        controller
                .withGenerationAware(false)
                .withOnAddFilter(PodReconciler::asks)
                .withOnUpdateFilter(PodReconciler::asksAnew);
        keepIn(new PodStore(), controller);
    }

    /** Such a store is of one informer only; there is one for each of several namespaces. */
    private <P extends HasMetadata> void keepIn(
            ItemStore<P> store, ControllerConfigurationOverrider<P> controller) {
        if (config.watchNamespaces().size() <= 1) {
            controller.withItemStore(store);
        }
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
