package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionStateMachine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarredReadsTest {

    private final PartitionStateMachine stateMachine =
            new PartitionStateMachine(1, Limits.defaults());
    private final BarredReads reads = new BarredReads();
    private boolean ready;

    @Test
    void isTriedAgainUntilItsCommandIsThere() {
        PendingRead<Long> read = read();
        assertThat(reads.run(List.of(read), stateMachine, 0)).isEmpty();
        assertThat(reads.run(List.of(), stateMachine, 0)).isEmpty();

        ready = true;

        assertThat(reads.run(List.of(), stateMachine, 0)).containsExactly(read);
        assertThat(reads.run(List.of(), stateMachine, 0)).isEmpty();
    }

    @Test
    void nobodyIsAnsweredBeforeTheStateMachineIsFree() {
        ready = true;
        PendingRead<Long> read = read();

        List<PendingRead<?>> done = reads.run(List.of(read), stateMachine, 0);

        assertThat(read.result()).isNotDone();
        done.forEach(PendingRead::answer);
        assertThat(read.result()).isCompletedWithValue(0L);
    }

    @Test
    void oneTooManyIsRefused() {
        for (int i = 0; i < RaftLimits.WAITING_READS; i++) {
            reads.run(List.of(read()), stateMachine, 0);
        }
        PendingRead<Long> read = read();

        reads.run(List.of(read), stateMachine, 0).forEach(PendingRead::answer);

        assertThat(read.result()).isCompletedExceptionally();
    }

    @Test
    void failsAllAndForgetsThem() {
        PendingRead<Long> read = read();
        reads.run(List.of(read), stateMachine, 0);

        reads.failAll(StreamRegistry.LOST);

        assertThat(read.result()).isCompletedExceptionally();
        reads.run(List.of(), stateMachine, 0);
        oneTooManyIsRefused();
    }

    private PendingRead<Long> read() {
        return new PendingRead<>(fsm -> ready, PartitionStateMachine::index, Duration.ofMinutes(1));
    }
}
