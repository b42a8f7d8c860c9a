package io.multiraft.bench.load;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Operations at a given rate, whether the system keeps up or not.
 *
 * <p>A latency counts from when the operation should have begun, not from when there was room for
 * it. So a system that stands still for a second is seen to have kept all operations of that second
 * waiting, and not only those few that it had already taken: no omission is coordinated with it.
 * What should have begun within the measured time counts, however late it ends.
 */
public final class OpenLoop {

    /** Most operations under way: memory of this process, and of the system, is finite. */
    static final int IN_FLIGHT = 8_192;

    private static final long LAST_ANSWER_SECONDS = 20;

    private final Operation operation;
    private final Schedule schedule;
    private final Tally tally;
    private final Semaphore room = new Semaphore(IN_FLIGHT);

    private OpenLoop(Operation operation, Schedule schedule, Tally tally) {
        this.operation = operation;
        this.schedule = schedule;
        this.tally = tally;
    }

    /**
     * Loads a system and waits until the last operation has its answer.
     *
     * @param leadIn load that comes before and is not counted
     * @return with {@code unanswered} those that should have begun and for which there was no room,
     *     or no answer
     */
    public static LoadResult run(
            Operation operation, int perSecond, Duration leadIn, Duration measured)
            throws InterruptedException {
        long start = System.nanoTime();
        long from = start + leadIn.toNanos();
        long until = from + measured.toNanos();
        OpenLoop loop =
                new OpenLoop(operation, new Schedule(start, perSecond), new Tally(from, until));
        long begun = loop.offer(until);
        long unbegun = loop.schedule.dueBy(until - 1) - begun;
        boolean allAnswered =
                loop.room.tryAcquire(IN_FLIGHT, LAST_ANSWER_SECONDS, TimeUnit.SECONDS);
        long open = allAnswered ? 0 : IN_FLIGHT - loop.room.availablePermits();
        return loop.tally.result(unbegun + open);
    }

    private long offer(long until) throws InterruptedException {
        long number = 0;
        for (long now = System.nanoTime(); now - until < 0; now = System.nanoTime()) {
            long begin = schedule.beginOf(number);
            if (begin - now > 0) {
                LockSupport.parkNanos(Math.min(begin, until) - now);
            } else if (room.tryAcquire(until - now, TimeUnit.NANOSECONDS)) {
                start(number++, begin);
            }
        }
        // What this thread was late for begins late. What there is no room for never does.
        while (number < schedule.dueBy(until - 1) && room.tryAcquire()) {
            start(number, schedule.beginOf(number));
            number++;
        }
        return number;
    }

    private void start(long number, long begin) {
        operation.start(
                (int) (number % IN_FLIGHT),
                failure -> {
                    long now = System.nanoTime();
                    tally.ended(begin, now, now - begin, failure);
                    room.release();
                });
    }
}
