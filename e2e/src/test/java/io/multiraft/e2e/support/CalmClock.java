package io.multiraft.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A clock that goes on only while nobody on this machine waits for a processor, as the kernel
 * counts it, and that stands still with the machine. What is promised within some seconds is
 * promised where processors can be had; these tests share two with all of Kubernetes.
 */
public final class CalmClock {

    private static final Path PRESSURE = Path.of("/proc/pressure/cpu");
    private static final Pattern WAITED_MICROS = Pattern.compile("^some .*total=([0-9]+)");
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** From one tick to the next; what is more is a stall. */
    private static final long TICK_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(500);

    private static final AtomicLong CALM_NANOS = new AtomicLong();

    static {
        Thread thread = new Thread(CalmClock::run, "calm-clock");
        thread.setDaemon(true);
        thread.start();
    }

    private CalmClock() {}

    /** To 50 ms; only differences mean something. */
    public static long nanoTime() {
        return CALM_NANOS.get();
    }

    private static void run() {
        long last = System.nanoTime();
        long lastWaited = waitedNanos();
        while (true) {
            LockSupport.parkNanos(TICK_NANOS);
            long now = System.nanoTime();
            long waited = waitedNanos();
            long calm = Math.min(now - last, TICK_NANOS_MAX) - (waited - lastWaited);
            CALM_NANOS.addAndGet(Math.max(0, calm));
            last = now;
            lastWaited = waited;
        }
    }

    /** None where the kernel does not say. */
    private static long waitedNanos() {
        try {
            Matcher matcher = WAITED_MICROS.matcher(Files.readString(PRESSURE));
            return matcher.find()
                    ? TimeUnit.MICROSECONDS.toNanos(Long.parseLong(matcher.group(1)))
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
