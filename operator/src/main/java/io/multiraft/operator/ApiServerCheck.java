package io.multiraft.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.Session;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the API server can be worked with, tried the way informers do it. */
final class ApiServerCheck {

    private static final List<Class<? extends HasMetadata>> KINDS =
            List.of(MultiRaftCluster.class, Partition.class, Session.class);

    private final KubernetesClient client;
    private final Set<String> namespaces;

    /**
     * @param namespaces to be looked at; empty is all
     */
    ApiServerCheck(KubernetesClient client, Set<String> namespaces) {
        this.client = client;
        this.namespaces = namespaces;
    }

    /** What stands in the way, in a line; empty when nothing does. */
    Optional<String> obstacle() {
        for (Class<? extends HasMetadata> kind : KINDS) {
            try {
                list(kind);
            } catch (KubernetesClientException e) {
                return Optional.of(explain(kind.getSimpleName(), e));
            }
        }
        return Optional.empty();
    }

    private void list(Class<? extends HasMetadata> kind) {
        // From the server's watch cache, which is not there yet when a kind is brand-new.
        var options = new ListOptionsBuilder().withResourceVersion("0").withLimit(1L).build();
        if (namespaces.isEmpty()) {
            client.resources(kind).inAnyNamespace().list(options);
        }
        namespaces.forEach(one -> client.resources(kind).inNamespace(one).list(options));
    }

    private String explain(String kind, KubernetesClientException failure) {
        if (failure.getStatus() == null) {
            return "the API server at %s does not answer: %s"
                    .formatted(client.getMasterUrl(), root(failure));
        } else if (failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
            return "the API server does not know the kind %s; apply the custom resource definitions"
                    .formatted(kind);
        }
        return "the API server refuses to list kind %s: %s"
                .formatted(kind, failure.getStatus().getMessage());
    }

    private static String root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    }
}
