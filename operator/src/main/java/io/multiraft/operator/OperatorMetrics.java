package io.multiraft.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;

/**
 * Counts reconciliations by kind and requests to the API server by method. Requests for Leases have
 * a label of their own: they are all that an idle operator writes.
 */
final class OperatorMetrics implements Metrics, Interceptor {

    private static final String PREFIX = "multiraft_operator_";

    private final MeterRegistry registry;

    OperatorMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        Timer.Sample sample = Timer.start(registry);
        String outcome = "failure";
        try {
            T result = execution.execute();
            outcome = "success";
            return result;
        } finally {
            sample.stop(
                    Timer.builder(PREFIX + "reconciliation")
                            .tag("controller", execution.controllerName())
                            .tag("outcome", outcome)
                            .register(registry));
        }
    }

    @Override
    public void reconcileCustomResource(
            HasMetadata resource, RetryInfo retry, Map<String, Object> metadata) {
        if (retry != null && retry.getAttemptCount() > 0) {
            registry.counter(PREFIX + "retries", "kind", resource.getKind()).increment();
        }
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        String resource = request.uri().getPath().contains("/leases") ? "leases" : "other";
        registry.counter(PREFIX + "api_requests", "method", request.method(), "resource", resource)
                .increment();
    }
}
