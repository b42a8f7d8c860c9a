package io.multiraft.node.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port that answers GET on a few fixed paths. */
public final class HttpPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);

    private final HttpServer server;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "http"));
    private final Map<String, Supplier<Page>> pages;

    /** What a path answers. */
    public record Page(int status, String contentType, String body) {

        /** One or more lines of text. */
        public static Page text(int status, String body) {
            return new Page(status, "text/plain; charset=utf-8", body + "\n");
        }
    }

    /**
     * Binds the port; nothing is answered before {@link #start}.
     *
     * @throws IOException when the port cannot be bound
     */
    public HttpPort(int port, Map<String, Supplier<Page>> pages) throws IOException {
        this.pages = new TreeMap<>(pages);
        this.server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", this::answer);
        server.setExecutor(thread);
    }

    public void start() {
        server.start();
    }

    /** The port that was bound, also where 0 was asked for. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Page page = page(exchange);
            byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
            boolean withBody = !exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", page.contentType());
            exchange.sendResponseHeaders(page.status(), withBody ? body.length : -1);
            if (withBody) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Page page(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Page.text(405, method + " is not accepted; use GET");
        }
        String path = exchange.getRequestURI().getPath();
        Supplier<Page> page = pages.get(path);
        if (page == null) {
            String known = String.join(", ", pages.keySet());
            return Page.text(404, path + " is unknown; there are " + known);
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            LOG.error("{} failed", path, e);
            return Page.text(500, "failed; the node's log says more");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
