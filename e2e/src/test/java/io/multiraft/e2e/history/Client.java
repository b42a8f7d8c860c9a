package io.multiraft.e2e.history;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that does one operation after the other until it is told to stop. */
abstract class Client {

    /** Between two operations, so that histories stay small enough to be checked. */
    private static final int PAUSE_MILLIS = 8;

    /** After one of unknown outcome: each of them makes the check harder, all others easier. */
    private static final int PAUSE_AFTER_UNKNOWN_MILLIS = 300;

    private final CountDownLatch stop;
    private final Thread thread;

    final int number;
    final History history;
    final Random random;
    private volatile Throwable error;

    /**
     * @param number of this client, for the history
     * @param stop ends it when it reaches 0
     */
    Client(int number, History history, long seed, CountDownLatch stop) {
        this.number = number;
        this.history = history;
        this.random = new Random(seed);
        this.stop = stop;
        this.thread = new Thread(this::run, "client-" + number);
        thread.setDaemon(true);
    }

    /** Does one operation, or a few that belong together; the outcome of the last. */
    abstract Answer step();

    final void start() {
        thread.start();
    }

    private void run() {
        try {
            int pauseMillis = 1;
            while (!stop.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                pauseMillis =
                        step().outcome().equals(Answer.UNKNOWN)
                                ? PAUSE_AFTER_UNKNOWN_MILLIS
                                : 1 + random.nextInt(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            error = e;
        }
    }

    /** Waits for its last operation. Throws what the cluster must not have answered. */
    final void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        rethrow();
    }

    final void rethrow() {
        if (error != null) {
            throw new AssertionError("client " + number + ": " + error.getMessage(), error);
        }
    }
}
