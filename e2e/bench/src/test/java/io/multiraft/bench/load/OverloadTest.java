package io.multiraft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverloadTest {

    private static final int PER_SECOND = 2_000;
    private static final int IN_FLIGHT = 10;

    private final ScheduledExecutorService server = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    private static List<OverloadWindow> run(Operation operation) throws InterruptedException {
        return Overload.run(
                operation,
                PER_SECOND,
                IN_FLIGHT,
                Duration.ofMillis(200),
                2,
                failure ->
                        failure instanceof IllegalStateException
                                ? FailureKind.REFUSED
                                : FailureKind.OTHER);
    }

    /** It would else hold more and more of what a slow system does not take. */
    @Test
    void holdsNoMoreThanItHasRoomForAndSaysWhatItDidNotOffer() throws InterruptedException {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        List<OverloadWindow> windows =
                run(
                        (caller, completion) -> {
                            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                            server.schedule(
                                    () -> {
                                        underWay.decrementAndGet();
                                        completion.done(null);
                                    },
                                    50,
                                    TimeUnit.MILLISECONDS);
                        });

        assertThat(most.get()).isBetween(1, IN_FLIGHT);
        assertThat(windows).hasSize(2);
        long offered = windows.stream().mapToLong(OverloadWindow::offered).sum();
        long notOffered = windows.stream().mapToLong(OverloadWindow::notOffered).sum();
        assertThat(offered).isPositive();
        assertThat(notOffered).isPositive();
        assertThat(offered + notOffered).isLessThanOrEqualTo(PER_SECOND * 4 / 10);
        assertThat(windows.get(0).result().done() + windows.get(1).result().done())
                .isEqualTo(offered);
    }

    @Test
    void tellsRefusalsFromOtherFailures() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();

        List<OverloadWindow> windows =
                run(
                        (caller, completion) ->
                                completion.done(
                                        switch (calls.incrementAndGet()) {
                                            case 1, 2 -> new IllegalStateException("full");
                                            case 3 -> new IllegalArgumentException("broken");
                                            default -> null;
                                        }));

        assertThat(windows.get(0).failures())
                .containsEntry(FailureKind.REFUSED, 2L)
                .containsEntry(FailureKind.OTHER, 1L)
                .containsEntry(FailureKind.REFUSED_WITHOUT_HINT, 0L);
        assertThat(windows.get(0).result().failures()).isEqualTo(3);
    }
}
