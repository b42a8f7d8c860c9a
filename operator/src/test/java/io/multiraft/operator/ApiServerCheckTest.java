package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiServerCheckTest {

    private static final int NOBODYS_PORT = 1;

    @Test
    void saysThatNobodyAnswers() {
        try (KubernetesClient client = client(NOBODYS_PORT)) {
            assertThat(new ApiServerCheck(client, Set.of()).obstacle())
                    .hasValueSatisfying(
                            words ->
                                    assertThat(words)
                                            .startsWith("the API server at http://127.0.0.1:")
                                            .contains("does not answer"));
        }
    }

    @Test
    void saysThatTheDefinitionsAreMissing() throws Exception {
        HttpServer server = server(404, "404 page not found");
        try (KubernetesClient client = client(server.getAddress().getPort())) {
            assertThat(new ApiServerCheck(client, Set.of()).obstacle())
                    .contains(
                            "the API server does not know the kind MultiRaftCluster; apply the"
                                    + " custom resource definitions");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysWhatItMayNotDo() throws Exception {
        String status =
                "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 403, \"message\": \"may"
                        + " not list\"}";
        HttpServer server = server(403, status);
        try (KubernetesClient client = client(server.getAddress().getPort())) {
            assertThat(new ApiServerCheck(client, Set.of("shop")).obstacle())
                    .contains("the API server refuses to list kind MultiRaftCluster: may not list");
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer server(int code, String body) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(code, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static KubernetesClient client(int port) {
        return new KubernetesClientBuilder()
                .withConfig(
                        new ConfigBuilder()
                                .withMasterUrl("http://127.0.0.1:" + port)
                                .withRequestRetryBackoffLimit(0)
                                .build())
                .build();
    }
}
