package io.multiraft.e2e.history;

import io.multiraft.client.Codec;
import io.multiraft.client.Counter;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.client.VersionedMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client that writes 1, 2, 3 ... to an entry of its own, and increments a counter that all
 * writers share, as fast as it is answered. Any failure is one of the test: the library has to
 * repeat for longer than the cluster is ever without a leader.
 */
final class EventWriter implements AutoCloseable {

    static final String MAP = "kills";
    private static final String COUNTER = "kill-count";

    private final String key;
    private final Session session;
    private final VersionedMap<String, Long> map;
    private final Counter counter;
    private final AtomicLong written = new AtomicLong();
    private final Thread thread = new Thread(this::run);
    private volatile boolean stopped;
    private volatile Throwable failure;

    EventWriter(MultiRaftClient client, String key) {
        this.key = key;
        this.session = client.openSession(SessionOptions.unnamed());
        this.map = session.map(MAP, Codec.identity(), Codec.int64());
        this.counter = session.counter(COUNTER);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            long lastVersion = 0;
            long lastCount = 0;
            while (!stopped) {
                long version = map.put(key, written.get() + 1);
                long count = counter.increment(1);
                if (version <= lastVersion || count <= lastCount) {
                    throw new AssertionError(
                            "%s: version %d after %d, count %d after %d"
                                    .formatted(key, version, lastVersion, count, lastCount));
                }
                lastVersion = version;
                lastCount = count;
                written.incrementAndGet();
            }
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    /** How many writes were answered; throws what went wrong. */
    long written() {
        if (failure != null) {
            throw new AssertionError(key + ", after " + written, failure);
        }
        return written.get();
    }

    boolean failed() {
        return failure != null;
    }

    long counted() {
        return counter.get();
    }

    Session session() {
        return session;
    }

    void finish() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    @Override
    public void close() {
        stopped = true;
        session.close();
    }
}
