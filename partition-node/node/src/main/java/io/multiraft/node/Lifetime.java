package io.multiraft.node;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the process ends: by a signal, after a clean stop and with exit code 0, or because it can't
 * go on, with exit code 1.
 */
final class Lifetime implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);

    /** Above the sum of what the parts take at most, and under Kubernetes' 30 s. */
    private static final long STOP_TIMEOUT_SECONDS = 20;

    private final Closeables parts = new Closeables();
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);

    private final Thread hook = new Thread(this::stop, "stop");

    Lifetime() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Stopped at the end, the last first. */
    <T extends AutoCloseable> T add(T part) {
        return parts.add(part);
    }

    /** The process cannot go on; the reason is the last line of its log. */
    void fail(String reason) {
        if (failure.compareAndSet(null, reason)) {
            new Thread(() -> System.exit(NodeMain.FAILURE), "exit").start();
        }
    }

    /** Waits for the end, which the caller does not live to see. */
    void await() throws InterruptedException {
        over.await();
    }

    /** Stops what was started when the start as a whole failed. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        parts.close();
    }

    /**
     * Runs in the shutdown hook. The JVM would report a signal as its exit code, so the hook, after
     * which nothing is left to do, ends the process itself.
     */
    private void stop() {
        if (failure.get() == null) {
            LogSetup.stopping();
        }
        Thread stopping = new Thread(parts::close, "stop-parts");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(TimeUnit.SECONDS.toMillis(STOP_TIMEOUT_SECONDS));
            if (stopping.isAlive()) {
                failure.compareAndSet(
                        null, "it did not stop within " + STOP_TIMEOUT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() != null) {
            LOG.error("the node ended with exit code {}: {}", NodeMain.FAILURE, failure.get());
        }
        Runtime.getRuntime().halt(failure.get() == null ? NodeMain.OK : NodeMain.FAILURE);
    }
}
