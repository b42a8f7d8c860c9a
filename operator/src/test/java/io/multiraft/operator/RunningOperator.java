package io.multiraft.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.multiraft.operator.apiserver.ApiServer;
import io.multiraft.operator.reconcile.NodePods;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** The whole operator in this process, with a client of its own whose writes are noted. */
final class RunningOperator implements AutoCloseable {

    private static final URI NOWHERE = URI.create("https://127.0.0.1:1/");
    private static final Pattern NOT_COUNTED = Pattern.compile("/leases|/selfsubject");

    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final KubernetesClient client;
    private final MultiRaftOperator operator;
    private volatile boolean lostLease;
    private volatile boolean cutOff;
    private boolean closed;

    /** Returns when it runs, leading or standing by. */
    RunningOperator(ApiServer server, OperatorConfig config, NodePods pods) {
        this.client =
                new KubernetesClientBuilder()
                        .withConfig(server.config())
                        .withHttpClientBuilderConsumer(
                                builder -> builder.addOrReplaceInterceptor("writes", new Writes()))
                        .build();
        OperatorTestBed.await()
                .until(
                        () ->
                                new ApiServerCheck(client, config.watchNamespaces())
                                        .obstacle()
                                        .isEmpty());
        this.operator =
                new MultiRaftOperator(
                        config,
                        client,
                        pods,
                        Metrics.NOOP,
                        Clock.systemUTC(),
                        () -> lostLease = true);
        operator.start();
    }

    /** Method and path of each write so far, Leases and questions about permissions aside. */
    List<String> writes() {
        return writes;
    }

    /** Whether it found out that another may lead by now. As a process it ends at that. */
    boolean lostLease() {
        return lostLease;
    }

    /** Lets its calls of the API server fail from now on. */
    void cutOff() {
        cutOff = true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            operator.close();
            client.close();
        }
    }

    private final class Writes implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            String path = request.uri().getPath();
            if (cutOff) {
                builder.uri(NOWHERE);
            } else if (!request.method().equals("GET") && !NOT_COUNTED.matcher(path).find()) {
                writes.add(request.method() + " " + path);
            }
        }
    }
}
