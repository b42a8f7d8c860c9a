package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiraft.node.TestPatience;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeptSignalTest {

    private final KeptSignal signal = new KeptSignal("test");

    @Test
    @Timeout(60)
    void signalThatComesBeforeTheWaitIsNotLost() throws Exception {
        signal.signal();

        assertThat(signal.await(1, TimeUnit.HOURS)).isTrue();
    }

    @Test
    void signalIsGoodForOneWait() throws Exception {
        signal.signal();
        signal.signal();

        assertThat(signal.await(1, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(signal.await(1, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    @Timeout(60)
    void wakesAWaiterWithoutALimit() throws Exception {
        CompletableFuture<Void> signaled = CompletableFuture.runAsync(signal::signal);

        signal.await();

        assertThat(signaled).succeedsWithin(TestPatience.LONG);
    }

    @Test
    void patientWaitIsNotOverBeforeItsTime() throws Exception {
        KeptSignal patient = new KeptSignal("test", Duration.ofMillis(200));
        long start = System.nanoTime();

        assertThat(patient.await(1, TimeUnit.MILLISECONDS)).isFalse();

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
    }

    @Test
    @Timeout(60)
    void patientWaitEndsWithTheSignal() throws Exception {
        KeptSignal patient = new KeptSignal("test", Duration.ofHours(1));
        patient.signal();

        assertThat(patient.await(1, TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    @Timeout(60)
    void signalForALaterTimeIsKeptWhileNobodyWaits() throws Exception {
        signal.signalIfAsleepAt(System.nanoTime() + TimeUnit.HOURS.toNanos(1));

        assertThat(signal.await(1, TimeUnit.HOURS)).isTrue();
    }

    @Test
    @Timeout(60)
    void waiterThatLooksByItselfInTimeIsLeftAlone() throws Exception {
        CompletableFuture<Boolean> waiter = wait(Duration.ofMillis(500));

        signal.signalIfAsleepAt(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));

        assertThat(waiter.get()).as("signaled").isFalse();
    }

    @Test
    @Timeout(60)
    void waiterThatWouldSleepTooLongIsWoken() throws Exception {
        CompletableFuture<Boolean> waiter = wait(Duration.ofHours(1));

        signal.signalIfAsleepAt(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));

        assertThat(waiter.get()).as("signaled").isTrue();
    }

    /** Returns when somebody waits. */
    private CompletableFuture<Boolean> wait(Duration time) {
        CompletableFuture<Boolean> signaled = new CompletableFuture<>();
        Thread waiter =
                new Thread(
                        () -> {
                            try {
                                signaled.complete(
                                        signal.await(time.toMillis(), TimeUnit.MILLISECONDS));
                            } catch (InterruptedException e) {
                                signaled.completeExceptionally(e);
                            }
                        });
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        return signaled;
    }
}
