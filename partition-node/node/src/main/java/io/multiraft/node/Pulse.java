package io.multiraft.node;

import io.multiraft.node.http.HttpPort.Page;
import io.multiraft.node.http.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The regular look at oneself: tells the health service what the readiness is, logs its changes,
 * and shows by running at all that the process is alive.
 */
final class Pulse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final long BEAT_MILLIS = 100;
    private static final int BEATS_BETWEEN_COMPLAINTS = 100;

    /** A node that is ready asks its partitions, which may be many, only so often. */
    private static final int BEATS_BETWEEN_LOOKS = 5;

    private static final Duration STALLED = Duration.ofSeconds(30);

    private final Readiness readiness;
    private final Consumer<Boolean> serving;
    private final CompletableFuture<Void> everServed = new CompletableFuture<>();
    private volatile long lastBeatNanos = System.nanoTime();
    private volatile ScheduledFuture<?> beating;
    private List<String> missing = List.of();
    private int beats;

    /**
     * @param serving told at every beat whether the node is ready
     */
    Pulse(Readiness readiness, Consumer<Boolean> serving) {
        this.readiness = readiness;
        this.serving = serving;
    }

    void start(ScheduledExecutorService timers) {
        beating = timers.scheduleWithFixedDelay(this::beat, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Completes when the node was ready for the first time, or stops. */
    CompletableFuture<Void> serving() {
        return everServed;
    }

    private void beat() {
        lastBeatNanos = System.nanoTime();
        beats++;
        if (everServed.isDone() && missing.isEmpty() && beats % BEATS_BETWEEN_LOOKS != 0) {
            return;
        }
        List<String> now = readiness.missing();
        serving.accept(now.isEmpty());
        if (now.isEmpty() && !everServed.isDone()) {
            LOG.info("serving after {} ms", millisSinceProcessStart());
            everServed.complete(null);
        } else if (everServed.isDone() && now.isEmpty() != missing.isEmpty()) {
            LOG.info(now.isEmpty() ? "ready again" : "not ready: {}", String.join("; ", now));
        } else if (!everServed.isDone() && beats % BEATS_BETWEEN_COMPLAINTS == 0) {
            LOG.info("not serving yet: {}", String.join("; ", now));
        }
        missing = now;
    }

    private static long millisSinceProcessStart() {
        Instant started = ProcessHandle.current().info().startInstant().orElse(Instant.now());
        return Duration.between(started, Instant.now()).toMillis();
    }

    /**
     * Whether the process loop runs; says nothing of quorum, which a restart would not bring back.
     */
    Page page() {
        long silentNanos = System.nanoTime() - lastBeatNanos;
        return silentNanos < STALLED.toNanos()
                ? Page.text(200, "alive")
                : Page.text(
                        503,
                        "the process loop has not run for %d s"
                                .formatted(TimeUnit.NANOSECONDS.toSeconds(silentNanos)));
    }

    @Override
    public void close() {
        ScheduledFuture<?> running = beating;
        if (running != null) {
            running.cancel(false);
            serving.accept(false);
        }
        everServed.complete(null);
    }
}
