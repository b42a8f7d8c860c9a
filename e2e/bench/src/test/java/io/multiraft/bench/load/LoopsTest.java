package io.multiraft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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
        assertThat(result.operations()).isPositive();
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
        assertThat(result.operations()).isPositive();
    }

    /** In a closed loop a system that answers nothing for a while would be seen to be slow once. */
    @Test
    void anOpenLoopCountsTheWaitOfAllThatShouldHaveBegunMeanwhile() throws InterruptedException {
        int perSecond = 500;
        Stalled system = new Stalled(perSecond / 2);

        LoadResult result = OpenLoop.run(system, perSecond, Duration.ZERO, Duration.ofSeconds(1));

        assertThat(result.operations() + result.unanswered()).isEqualTo(perSecond);
        // Half of them began within half a second in which nothing was answered, a quarter in the
        // first quarter.
        assertThat(result.latencyMillis(80)).isGreaterThan(200);
    }

    /** Answers nothing until so many wait. */
    private static final class Stalled implements Operation {

        private final int until;
        private final Queue<Completion> waiting = new ConcurrentLinkedQueue<>();

        Stalled(int until) {
            this.until = until;
        }

        @Override
        public void start(int caller, Completion completion) {
            waiting.add(completion);
            if (waiting.size() == until) {
                waiting.forEach(one -> one.done(null));
            }
        }
    }
}
