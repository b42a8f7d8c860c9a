package io.multiraft.operator;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.multiraft.operator.HttpPort.Page;
import io.multiraft.operator.reconcile.NodePods;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator as a process: waits for the API server, runs, and stops at a signal. */
final class OperatorProcess {

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

    private final OperatorConfig config;
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile MultiRaftOperator operator;
    private volatile String waitingFor = "the API server";

    private OperatorProcess(OperatorConfig config) {
        this.config = config;
    }

    /** Returns when it was stopped, with the exit code. */
    static int run(OperatorConfig config) {
        return new OperatorProcess(config).run();
    }

    private int run() {
        OperatorMetrics metrics = new OperatorMetrics(registry);
        observeProcess();
        try (HttpPort http = new HttpPort(config.httpPort(), pages());
                KubernetesClient client = client(metrics)) {
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped), "stop"));
            LOG.info(
                    "multiraft-operator {} at {}, probes and metrics on port {}, watching {}",
                    OperatorMain.version(),
                    client.getMasterUrl(),
                    http.port(),
                    config.watchNamespaces().isEmpty()
                            ? "all namespaces"
                            : config.watchNamespaces());
            if (awaitApi(client)) {
                operator =
                        new MultiRaftOperator(
                                config,
                                client,
                                NodePods.byIp(),
                                metrics,
                                Clock.systemUTC(),
                                OperatorProcess::endNow);
                operator.start();
                LOG.info("started");
                stopping.await();
                operator.close();
            }
            LOG.info("stopped");
            stopped.countDown();
            return OperatorMain.OK;
        } catch (IOException e) {
            LOG.error("port {} cannot be bound: {}", config.httpPort(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the operator cannot run: {}", e.getMessage(), e);
        }
        return OperatorMain.FAILURE;
    }

    /** At once: whatever is done from here on, another operator may be doing too. */
    private static void endNow() {
        LOG.error("lost the Lease to another operator, or could not renew it in time; ending");
        Runtime.getRuntime().halt(OperatorMain.FAILURE);
    }

    private void stop(CountDownLatch stopped) {
        LOG.info("stopping");
        stopping.countDown();
        try {
            if (!stopped.await(5, TimeUnit.SECONDS)) {
                LOG.warn("did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static KubernetesClient client(OperatorMetrics metrics) {
        return new KubernetesClientBuilder()
                .withConfig(
                        new ConfigBuilder()
                                .withRequestRetryBackoffLimit(2)
                                .withUserAgent("multiraft-operator/" + OperatorMain.version())
                                .build())
                .withHttpClientBuilderConsumer(
                        builder -> builder.addOrReplaceInterceptor("metrics", metrics))
                .build();
    }

    /**
     * Waits until the API server answers and knows our kinds.
     *
     * @return false when told to stop meanwhile
     */
    private boolean awaitApi(KubernetesClient client) throws InterruptedException {
        ApiServerCheck check = new ApiServerCheck(client, config.watchNamespaces());
        Optional<String> obstacle = check.obstacle();
        while (obstacle.isPresent()) {
            if (!obstacle.get().equals(waitingFor)) {
                waitingFor = obstacle.get();
                LOG.warn("{}; trying again every {} s", waitingFor, PAUSE.toSeconds());
            }
            if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            obstacle = check.obstacle();
        }
        waitingFor = "the caches";
        return true;
    }

    private Map<String, Supplier<Page>> pages() {
        return Map.of(
                "/livez", () -> Page.ok("ok"),
                "/readyz", this::readiness,
                "/metrics", () -> Page.ok(registry.scrape().stripTrailing()));
    }

    private Page readiness() {
        MultiRaftOperator running = operator;
        if (running == null) {
            return Page.unavailable("waiting: " + waitingFor);
        }
        return running.ready() ? Page.ok("ok") : Page.unavailable("the caches are not complete");
    }

    private void observeProcess() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        registry.gauge(
                "multiraft_operator_reachable_nodes",
                this,
                process -> process.operator == null ? 0 : process.operator.reachableNodes());
    }
}
