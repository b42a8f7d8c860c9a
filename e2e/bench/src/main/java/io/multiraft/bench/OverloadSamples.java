package io.multiraft.bench;

import io.multiraft.bench.report.OverloadTable.Sample;
import io.multiraft.bench.resource.ResourceReading;
import io.multiraft.bench.system.Multiraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the nodes now and then, on a thread of its own, while others load them. */
final class OverloadSamples implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final List<Sample> samples = new ArrayList<>();
    private final Multiraft system;

    private OverloadSamples(Multiraft system) {
        this.system = system;
    }

    /** The first look is now. */
    static OverloadSamples start(Multiraft system, Duration period) {
        OverloadSamples samples = new OverloadSamples(system);
        samples.executor.scheduleAtFixedRate(
                samples::look, 0, period.toMillis(), TimeUnit.MILLISECONDS);
        return samples;
    }

    private void look() {
        Sample sample = new Sample(ResourceReading.of(system).residentBytes(), system.term());
        synchronized (samples) {
            samples.add(sample);
        }
    }

    /** Looks a last time, and returns that look and those before it, so many at most. */
    List<Sample> finish(int count) throws InterruptedException {
        executor.shutdownNow();
        executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        look();
        synchronized (samples) {
            List<Sample> first =
                    new ArrayList<>(samples.subList(0, Math.min(count, samples.size()) - 1));
            first.add(samples.get(samples.size() - 1));
            return first;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
