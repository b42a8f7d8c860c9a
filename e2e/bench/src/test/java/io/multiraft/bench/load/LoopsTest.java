package io.multiraft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopsTest {

    private static final Duration MEASURED = Duration.ofMillis(400);

    private final ExecutorService server = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    @Test
    void everyCallerOfAClosedLoopHasOneOperationUnderWay() throws InterruptedException {
        Set<Integer> callers = ConcurrentHashMap.newKeySet();
        Set<Integer> busy = ConcurrentHashMap.newKeySet();
        AtomicInteger doubles = new AtomicInteger();
        Operation operation =
                (caller, completion) -> {
                    callers.add(caller);
                    if (!busy.add(caller)) {
                        doubles.incrementAndGet();
                    }
                    server.execute(
                            () -> {
                                busy.remove(caller);
                                completion.done(null);
                            });
                };

        LoadResult result = ClosedLoop.run(operation, 5, Duration.ZERO, MEASURED);

        assertThat(callers).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(doubles).hasValue(0);
        assertThat(result.ended()).isPositive();
        assertThat(result.unanswered()).isZero();
    }

    @Test
    void aClosedLoopGoesOnAfterAFailure() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        Operation operation =
                (caller, completion) ->
                        server.execute(
                                () ->
                                        completion.done(
                                                calls.incrementAndGet() == 1
                                                        ? new IllegalStateException("once")
                                                        : null));

        LoadResult result = ClosedLoop.run(operation, 1, Duration.ZERO, MEASURED);

        assertThat(result.failures()).isEqualTo(1);
        assertThat(result.ended()).isPositive();
    }

    /** Counted from when they really began, all but one would seem to have taken no time. */
    @Test
    void anOpenLoopCountsTheWaitOfAllThatShouldHaveBegunWhileTheSystemStoodStill()
            throws InterruptedException {
        int perSecond = 500;
        AtomicInteger calls = new AtomicInteger();
        Operation operation =
                (caller, completion) -> {
                    if (calls.incrementAndGet() == 1) {
                        passTime(Duration.ofMillis(500));
                    }
                    completion.done(null);
                };

        LoadResult result =
                OpenLoop.run(operation, perSecond, Duration.ZERO, Duration.ofSeconds(1));

        assertThat(result.latencies().getTotalCount()).isEqualTo(perSecond);
        assertThat(result.unanswered()).isZero();
        // Half of them were to begin within that half of a second; a fifth had 200 ms of it before
        // them.
        assertThat(result.latencyMillis(80)).isGreaterThan(200);
    }

    private static void passTime(Duration time) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            Thread.onSpinWait();
        }
    }
}
