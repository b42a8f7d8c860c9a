package io.multiraft.e2e.history;

import io.multiraft.client.Codec;
import io.multiraft.client.MapEvent;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.e2e.support.Await;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Listens to what {@link EventWriter}s write, and checks each event: the next number of its key,
 * and a version higher than all before, as one partition has one order.
 */
final class EventWatcher implements Flow.Subscriber<MapEvent<String, Long>>, AutoCloseable {

    private static final int SETUP_SECONDS = 180;

    private final Session session;
    private final long atOnce;
    private final AtomicLong seen = new AtomicLong();
    private final Map<String, Long> last = new HashMap<>();
    private long lastVersion;
    private long unanswered;
    private volatile Flow.Subscription subscription;
    private volatile Throwable failure;

    /**
     * @param atOnce how many events it requests at a time
     */
    EventWatcher(MultiRaftClient client, long atOnce) {
        this.atOnce = atOnce;
        this.session = client.openSession(SessionOptions.unnamed());
        session.map(EventWriter.MAP, Codec.identity(), Codec.int64()).events().subscribe(this);
        Await.within(SETUP_SECONDS, "a listener is in place").until(() -> subscription != null);
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
        subscription = to;
        unanswered = atOnce;
        to.request(atOnce);
    }

    @Override
    public void onNext(MapEvent<String, Long> event) {
        long expected = last.getOrDefault(event.key(), 0L) + 1;
        if (failure == null && (event.value() != expected || event.version() <= lastVersion)) {
            failure =
                    new AssertionError(
                            "%s, where %d was due, after version %d"
                                    .formatted(event, expected, lastVersion));
        }
        last.put(event.key(), event.value());
        lastVersion = event.version();
        seen.incrementAndGet();
        unanswered--;
        if (unanswered == 0) {
            unanswered = atOnce;
            subscription.request(atOnce);
        }
    }

    @Override
    public void onError(Throwable error) {
        failure = failure == null ? error : failure;
    }

    @Override
    public void onComplete() {
        onError(new AssertionError("the stream is complete"));
    }

    /** How many events have come; throws what went wrong. */
    long seen() {
        if (failure != null) {
            throw new AssertionError("after " + seen + " events", failure);
        }
        return seen.get();
    }

    boolean failed() {
        return failure != null;
    }

    Session session() {
        return session;
    }

    /** Waits until it has what was written, and no more. */
    void awaitAll(List<EventWriter> writers) {
        long written = writers.stream().mapToLong(EventWriter::written).sum();
        Await.within(SETUP_SECONDS, written + " events are seen").until(() -> seen() >= written);
        if (seen() != written) {
            throw new AssertionError(seen() + " events of " + written + " writes");
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
