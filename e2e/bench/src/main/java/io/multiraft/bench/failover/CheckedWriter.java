package io.multiraft.bench.failover;

import io.multiraft.client.AsyncCounter;
import io.multiraft.client.AsyncVersionedMap;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Increments a counter that it shares with others and puts the next number to a key of its own, in
 * turns, and knows what was acknowledged. It ends with the first write that fails: that one may
 * have happened or not.
 */
final class CheckedWriter {

    private final AsyncCounter counter;
    private final AsyncVersionedMap<String, Long> map;
    private final String key;
    private final SuccessGaps gaps;

    private volatile long incremented;

    /** Of its key: acknowledged, and asked for. */
    private volatile long put;

    private volatile long asked;
    private volatile boolean stopped;
    private volatile boolean ended;
    private volatile Throwable failure;

    /**
     * @param gaps told of each write that was acknowledged
     */
    CheckedWriter(
            AsyncCounter counter,
            AsyncVersionedMap<String, Long> map,
            String key,
            SuccessGaps gaps) {
        this.counter = counter;
        this.map = map;
        this.key = key;
        this.gaps = gaps;
    }

    /** Its writes follow one another until it is stopped. */
    void start() {
        increment();
    }

    private void increment() {
        long next = incremented + 1;
        then(counter.increment(1), () -> incremented = next, this::putNext);
    }

    private void putNext() {
        long next = put + 1;
        asked = next;
        then(map.put(key, next), () -> put = next, this::increment);
    }

    private void then(CompletionStage<?> write, Runnable acknowledged, Runnable next) {
        write.whenComplete(
                (answer, error) -> {
                    if (error != null) {
                        failure = error;
                        ended = true;
                        return;
                    }
                    acknowledged.run();
                    gaps.succeeded(System.nanoTime());
                    if (stopped) {
                        ended = true;
                    } else {
                        next.run();
                    }
                });
    }

    /** After the write that is under way. */
    void stop() {
        stopped = true;
    }

    boolean hasEnded() {
        return ended;
    }

    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    long incremented() {
        return incremented;
    }

    /** Writes that were acknowledged. */
    long written() {
        return incremented + put;
    }

    String key() {
        return key;
    }

    /** Whether its key may hold this at the end: nothing older than what was acknowledged. */
    boolean mayHold(long value) {
        return put <= value && value <= asked;
    }
}
