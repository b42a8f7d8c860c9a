package io.multiraft.bench.resource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** What a process has allocated on its heap, as its metrics say. */
final class AllocatedBytes {

    /** Of a node, which counts when it collects garbage; of Go; of the echo. */
    private static final List<String> NAMES =
            List.of(
                    "jvm_gc_memory_allocated_bytes_total ",
                    "go_memstats_alloc_bytes_total ",
                    "echo_allocated_bytes_total ");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private AllocatedBytes() {}

    /** Not a number where the metrics do not say. */
    static double of(URI metrics) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(10)).build();
            return in(CLIENT.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return Double.NaN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Double.NaN;
        }
    }

    static double in(String metrics) {
        return metrics.lines()
                .flatMap(
                        line ->
                                NAMES.stream()
                                        .filter(line::startsWith)
                                        .map(name -> line.substring(name.length())))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(Double.NaN);
    }
}
