package io.multiraft.bench.load;

import io.multiraft.bench.load.Operation.Completion;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** So many callers, each with one operation under way: the next begins when the last has ended. */
public final class ClosedLoop {

    /** A caller that failed waits so long: what fails at once would else take the machine. */
    private static final long PAUSE_MILLIS = 10;

    private static final long LAST_ANSWER_SECONDS = 20;

    private final Operation operation;
    private final Tally tally;
    private final CountDownLatch callers;

    private ClosedLoop(Operation operation, Tally tally, int callers) {
        this.operation = operation;
        this.tally = tally;
        this.callers = new CountDownLatch(callers);
    }

    /**
     * Loads a system and waits until the last caller has its answer.
     *
     * @param leadIn load that comes before and is not counted
     */
    public static LoadResult run(
            Operation operation, int callers, Duration leadIn, Duration measured)
            throws InterruptedException {
        long from = System.nanoTime() + leadIn.toNanos();
        Tally tally = new Tally(from, from + measured.toNanos());
        ClosedLoop loop = new ClosedLoop(operation, tally, callers);
        for (int number = 0; number < callers; number++) {
            loop.new Caller(number).next();
        }
        loop.callers.await(
                leadIn.plus(measured).plusSeconds(LAST_ANSWER_SECONDS).toMillis(),
                TimeUnit.MILLISECONDS);
        return tally.result(loop.callers.getCount());
    }

    private final class Caller implements Completion {

        private final int number;
        private long since;

        Caller(int number) {
            this.number = number;
        }

        void next() {
            since = System.nanoTime();
            operation.start(number, this);
        }

        @Override
        public void done(Throwable failure) {
            long now = System.nanoTime();
            tally.ended(now, now, now - since, failure);
            if (tally.isOver(now)) {
                callers.countDown();
            } else if (failure == null) {
                next();
            } else {
                CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                        .execute(this::next);
            }
        }
    }
}
