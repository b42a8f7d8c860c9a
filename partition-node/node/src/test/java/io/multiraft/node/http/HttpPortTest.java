package io.multiraft.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.node.http.HttpPort.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPortTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private HttpPort port;

    @BeforeEach
    void start() throws IOException {
        port =
                new HttpPort(
                        0,
                        Map.of(
                                "/livez",
                                () -> Page.text(200, "alive"),
                                "/broken",
                                () -> {
                                    throw new IllegalStateException("secret");
                                }));
        port.start();
    }

    @AfterEach
    void stop() {
        port.close();
    }

    @Test
    void answersGetAndHead() throws Exception {
        assertThat(call("GET", "/livez")).isEqualTo("200 alive\n");
        assertThat(call("HEAD", "/livez")).isEqualTo("200 ");
    }

    @Test
    void saysWhatThereIsInstead() throws Exception {
        assertThat(call("GET", "/healthz"))
                .isEqualTo("404 /healthz is unknown; there are /broken, /livez\n");
        assertThat(call("POST", "/livez")).isEqualTo("405 POST is not accepted; use GET\n");
    }

    @Test
    void keepsADefectToItselfAndGoesOn() throws Exception {
        assertThat(call("GET", "/broken")).isEqualTo("500 failed; the node's log says more\n");
        assertThat(call("GET", "/livez")).isEqualTo("200 alive\n");
    }

    private String call(String method, String path) throws Exception {
        HttpResponse<String> response =
                client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + path))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
