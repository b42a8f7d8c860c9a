package io.multiraft.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.client.Counter;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.client.core.Placement;
import io.multiraft.client.errors.IndeterminateException;
import io.multiraft.client.errors.MultiRaftException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * A client that increments one counter in each partition, all the while, and remembers what it was
 * told. Acknowledged is what {@code increment} returned for; a command whose fate the client does
 * not know counts for both.
 */
public final class Workload implements AutoCloseable {

    private static final long PAUSE_MILLIS = 10;

    private final MultiRaftClient client;
    private final Session session;
    private final List<Lane> lanes;
    private final CountDownLatch stop = new CountDownLatch(1);

    /**
     * @param prefix of the counters' names, which nobody uses again
     * @param sessionTimeout of the client's session, which the workload watches
     */
    public static Workload start(
            RaftCluster cluster, int partitions, String prefix, Duration sessionTimeout) {
        MultiRaftClient client = cluster.client();
        Session session = client.openSession(SessionOptions.unnamed().withTimeout(sessionTimeout));
        String unique = prefix + "-" + Long.toString(System.currentTimeMillis(), 36);
        Workload workload = new Workload(client, session, partitions, unique);
        workload.lanes.forEach(lane -> lane.thread.start());
        Await.soon("a first increment in every partition")
                .until(() -> workload.lanes.stream().allMatch(lane -> lane.acknowledged.get() > 0));
        return workload;
    }

    private Workload(MultiRaftClient client, Session session, int partitions, String prefix) {
        this.client = client;
        this.session = session;
        this.lanes =
                IntStream.rangeClosed(1, partitions)
                        .mapToObj(id -> new Lane(id, nameIn(id, partitions, prefix)))
                        .toList();
    }

    /** The first of prefix-0, prefix-1 ... that lives in the partition. */
    public static String nameIn(int partitionId, int partitions, String prefix) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> prefix + "-" + i)
                .filter(name -> Placement.partitionOf(name, partitions) == partitionId)
                .findFirst()
                .orElseThrow();
    }

    /** Waits until every partition has taken an increment that began after this call. */
    public void awaitProgress() {
        List<Long> before = lanes.stream().map(lane -> lane.begun.get()).toList();
        Await.soon("increments go on in every partition")
                .until(
                        () ->
                                IntStream.range(0, lanes.size())
                                        .allMatch(
                                                i -> lanes.get(i).lastDone.get() > before.get(i)));
    }

    /** The longest time without a successful increment, in any partition, until now. */
    public Duration longestGap() {
        return longest(lane -> lane.gap);
    }

    /** The same by the {@link CalmClock}. */
    public Duration longestCalmGap() {
        return longest(lane -> lane.calmGap);
    }

    private Duration longest(Function<Lane, Gap> gap) {
        return lanes.stream()
                .map(lane -> gap.apply(lane).longest())
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** Forgets the gaps so far. */
    public void resetGaps() {
        lanes.forEach(
                lane -> {
                    lane.gap.reset();
                    lane.calmGap.reset();
                });
    }

    /** The client's session, and what the counters hold: every acknowledged increment, no other. */
    public void assertNothingLost() {
        stop();
        assertThat(session.ended()).as("the end of the client's session").isEmpty();
        for (Lane lane : lanes) {
            assertThat(lane.failures).as("failures in partition %d", lane.partitionId).isEmpty();
            assertThat(session.counter(lane.name).get())
                    .as("counter %s", lane.name)
                    .isBetween(
                            lane.acknowledged.get(),
                            lane.acknowledged.get() + lane.indeterminate.get());
        }
    }

    /** Acknowledged increments in all partitions. */
    public long acknowledged() {
        return lanes.stream().mapToLong(lane -> lane.acknowledged.get()).sum();
    }

    public Session session() {
        return session;
    }

    /** Stops incrementing; the session lives on. */
    public void stop() {
        stop.countDown();
        lanes.forEach(Lane::join);
    }

    @Override
    public void close() {
        stop();
        client.close();
    }

    /** Between two successes. */
    private static final class Gap {

        private final LongSupplier nanoTime;
        private final AtomicLong lastSuccessNanos = new AtomicLong();
        private final AtomicLong longestNanos = new AtomicLong();

        private Gap(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
        }

        private void begin() {
            lastSuccessNanos.set(nanoTime.getAsLong());
        }

        private void succeeded() {
            long now = nanoTime.getAsLong();
            longestNanos.accumulateAndGet(now - lastSuccessNanos.getAndSet(now), Math::max);
        }

        private void reset() {
            longestNanos.set(0);
        }

        /** One that still goes on counts too. */
        private Duration longest() {
            return Duration.ofNanos(
                    Math.max(longestNanos.get(), nanoTime.getAsLong() - lastSuccessNanos.get()));
        }
    }

    private final class Lane {

        private final int partitionId;
        private final String name;
        private final Thread thread;
        private final AtomicLong begun = new AtomicLong();
        private final AtomicLong lastDone = new AtomicLong();
        private final AtomicLong acknowledged = new AtomicLong();
        private final AtomicLong indeterminate = new AtomicLong();
        private final Gap gap = new Gap(System::nanoTime);
        private final Gap calmGap = new Gap(CalmClock::nanoTime);
        private final Queue<MultiRaftException> failures = new ConcurrentLinkedQueue<>();

        private Lane(int partitionId, String name) {
            this.partitionId = partitionId;
            this.name = name;
            this.thread = new Thread(this::run, "workload-" + name);
            this.thread.setDaemon(true);
        }

        private void run() {
            Counter counter = session.counter(name);
            gap.begin();
            calmGap.begin();
            try {
                while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    increment(counter);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void increment(Counter counter) {
            long number = begun.incrementAndGet();
            try {
                counter.increment(1);
                acknowledged.incrementAndGet();
                gap.succeeded();
                calmGap.succeeded();
                lastDone.set(number);
            } catch (IndeterminateException e) {
                indeterminate.incrementAndGet();
            } catch (MultiRaftException e) {
                failures.add(e);
            }
        }

        private void join() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
