package io.multiraft.client;

import com.google.protobuf.MessageLite;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * One subscriber, and the streams of partitions that it gets its events from. What they bring is
 * put in on the client's thread; the subscriber is called on the user's threads, one call at a
 * time.
 *
 * @param <R> what streams bring
 * @param <T> what the subscriber gets
 */
final class EventSubscription<R extends MessageLite, T> implements Flow.Subscription {

    private final ClientShell shell;
    private final Flow.Subscriber<? super T> subscriber;
    private final Function<R, T> decode;
    private final Queue<Arrived<R>> events = new ConcurrentLinkedQueue<>();
    private final AtomicLong demand = new AtomicLong();

    /** What happened since {@link #deliver} began last; whoever makes it 1 has it called. */
    private final AtomicInteger signals = new AtomicInteger();

    private List<? extends PartitionStream<?, R>> streams = List.of();
    private int streamsToCome;
    private int streamsOpen;
    private volatile boolean allStand;
    private volatile End end;

    /** What has arrived is not delivered. */
    private volatile boolean abrupt;

    /** The subscriber is told nothing any more. */
    private volatile boolean over;

    private boolean subscribed;

    private record Arrived<R extends MessageLite>(PartitionStream<?, R> stream, R event) {}

    /**
     * @param error null when all streams are complete
     */
    private record End(Throwable error) {}

    EventSubscription(
            ClientShell shell, Flow.Subscriber<? super T> subscriber, Function<R, T> decode) {
        this.shell = shell;
        this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
        this.decode = decode;
    }

    void start(List<? extends PartitionStream<?, R>> toStart) {
        streams = toStart;
        streamsToCome = toStart.size();
        streamsOpen = toStart.size();
        toStart.forEach(PartitionStream::start);
    }

    /** A stream of the partitions stands: what changes from now on, it brings. */
    synchronized void stands() {
        streamsToCome--;
        if (streamsToCome == 0) {
            allStand = true;
            signal();
        }
    }

    void arrived(PartitionStream<?, R> stream, R event) {
        events.add(new Arrived<>(stream, event));
        signal();
    }

    /** A stream is complete. */
    synchronized void completed() {
        streamsOpen--;
        if (streamsOpen == 0) {
            end(null);
        }
    }

    /** A stream cannot go on, and so all cannot. */
    synchronized void failed(Throwable error) {
        streams.forEach(PartitionStream::cancel);
        end(error);
    }

    private void end(Throwable error) {
        if (end == null) {
            end = new End(error);
            signal();
        }
    }

    @Override
    public void request(long count) {
        if (count < 1) {
            fail(new IllegalArgumentException("request of " + count + ": expected at least 1"));
            return;
        }
        demand.accumulateAndGet(count, (now, more) -> now + more < 0 ? Long.MAX_VALUE : now + more);
        signal();
    }

    @Override
    public void cancel() {
        over = true;
        streams.forEach(PartitionStream::cancel);
        signal();
    }

    /** Before what has arrived and was not requested. */
    private void fail(Throwable error) {
        failed(error);
        abrupt = true;
        signal();
    }

    private void signal() {
        if (signals.getAndIncrement() > 0) {
            return;
        }
        try {
            shell.callbacks().execute(this::run);
        } catch (RejectedExecutionException e) {
            // The user's threads are gone, and nobody is left to tell.
            over = true;
            streams.forEach(PartitionStream::cancel);
        }
    }

    private void run() {
        int seen = signals.get();
        while (seen != 0) {
            try {
                deliver();
            } catch (RuntimeException | Error e) {
                // The subscriber's own: as if it had cancelled, and for its thread to report.
                cancel();
                throw e;
            }
            seen = signals.addAndGet(-seen);
        }
    }

    private void deliver() {
        if (!over && !subscribed && (allStand || end != null)) {
            subscribed = true;
            subscriber.onSubscribe(this);
        }
        while (!over && !abrupt && subscribed && demand.get() > 0 && !events.isEmpty()) {
            next();
        }
        if (over) {
            events.clear();
        } else if (end != null && (events.isEmpty() || abrupt)) {
            over = true;
            finish();
        }
    }

    private void next() {
        Arrived<R> arrived = events.remove();
        arrived.stream().taken(arrived.event());
        T event;
        try {
            event = decode.apply(arrived.event());
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        demand.updateAndGet(now -> now == Long.MAX_VALUE ? now : now - 1);
        subscriber.onNext(event);
    }

    private void finish() {
        if (end.error() == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(end.error());
        }
    }
}
