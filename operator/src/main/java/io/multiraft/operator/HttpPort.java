package io.multiraft.operator;

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

/** A port that answers GET on a few fixed paths: probes and metrics. */
final class HttpPort implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "http"));
    private final Map<String, Supplier<Page>> pages;

    /** What a path answers, as text. */
    record Page(int status, String body) {

        static Page ok(String body) {
            return new Page(200, body);
        }

        static Page unavailable(String why) {
            return new Page(503, why);
        }
    }

    /**
     * @throws IOException when the port cannot be bound
     */
    HttpPort(int port, Map<String, Supplier<Page>> pages) throws IOException {
        this.pages = new TreeMap<>(pages);
        this.server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", this::answer);
        server.setExecutor(thread);
        server.start();
    }

    /** The port that was bound, also where 0 was asked for. */
    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Page page = page(exchange);
            byte[] body = (page.body() + "\n").getBytes(StandardCharsets.UTF_8);
            boolean withBody = !exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(page.status(), withBody ? body.length : -1);
            if (withBody) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Page page(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return new Page(405, method + " is not accepted; use GET");
        }
        String path = exchange.getRequestURI().getPath();
        Supplier<Page> page = pages.get(path);
        return page == null
                ? new Page(
                        404, path + " is unknown; there are " + String.join(", ", pages.keySet()))
                : page.get();
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
