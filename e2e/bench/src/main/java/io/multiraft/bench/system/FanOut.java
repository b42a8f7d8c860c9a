package io.multiraft.bench.system;

import io.multiraft.bench.Workload;
import io.multiraft.bench.load.Operation;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** A put that has ended when its answer is there and every watcher has seen it. */
final class FanOut implements Operation {

    /** Writes a value. */
    interface Put {
        void start(int caller, byte[] value, Completion completion);
    }

    private final Put put;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();

    FanOut(Put put) {
        this.put = put;
    }

    @Override
    public void start(int caller, Completion completion) {
        long number = numbers.incrementAndGet();
        pending.put(number, new Pending(completion));
        byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        put.start(caller, value, failure -> answered(number, failure));
    }

    private void answered(long number, Throwable failure) {
        Pending one = pending.get(number);
        if (failure == null) {
            count(number, one);
        } else if (pending.remove(number) != null) {
            one.completion.done(failure);
        }
    }

    /** A watcher was told of a value; what is none of ours is left alone. */
    void seen(byte[] value) {
        if (value.length == Long.BYTES) {
            long number = ByteBuffer.wrap(value).getLong();
            count(number, pending.get(number));
        }
    }

    private void count(long number, Pending one) {
        if (one != null && one.missing.decrementAndGet() == 0) {
            pending.remove(number);
            one.completion.done(null);
        }
    }

    /** Waits until a put is seen by all: then every watcher is in place. */
    void awaitWatchers() {
        AtomicInteger seen = new AtomicInteger();
        Awaitility.await("every watcher hears of a put")
                .atMost(SystemStart.BOUND)
                .pollInterval(200, TimeUnit.MILLISECONDS)
                .until(
                        () -> {
                            if (seen.get() == 0) {
                                start(0, failure -> seen.addAndGet(failure == null ? 1 : 0));
                            }
                            return seen.get() > 0;
                        });
    }

    private static final class Pending {

        private final Completion completion;

        /** One is the answer to the put. */
        private final AtomicInteger missing = new AtomicInteger(Workload.WATCHERS + 1);

        Pending(Completion completion) {
            this.completion = completion;
        }
    }
}
