package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

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
}
