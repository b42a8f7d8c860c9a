package io.multiraft.fsm.defects;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.testing.CounterInputs;
import io.multiraft.fsm.testing.Effects;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counters that answer with something else, or leave their caller waiting. */
class CounterDefectsTest {

    private final TestPartition partition = new TestPartition();
    private final long sessionId = partition.openSession();
    private final long counter = partition.createService(sessionId, CounterService.TYPE, "c");

    @Test
    void anOperationThatIsNoCommandDoesNotStayOpen() {
        List<Effect> effects =
                partition.apply(
                        Proposals.counter(sessionId, 1, counter, CounterInput.getDefaultInstance()),
                        Proposals.counter(sessionId, 2, counter, CounterInputs.get()));

        long second = partition.machine().index();
        assertThat(Effects.endedStreams(effects)).containsExactly(second - 1, second);
        assertThat(Effects.outputs(effects, second))
                .singleElement()
                .extracting(Effect.Output::status)
                .isEqualTo(Status.NOT_SUPPORTED);
    }

    @Test
    void incrementAndDecrementDoNotAnswerWithTheDelta() {
        assertThat(Effects.counter(apply(CounterInputs.set(10))).getSet().getValue()).isEqualTo(10);
        assertThat(Effects.counter(apply(CounterInputs.increment(3))).getIncrement().getValue())
                .isEqualTo(13);
        assertThat(Effects.counter(apply(CounterInputs.decrement(4))).getDecrement().getValue())
                .isEqualTo(9);
    }

    @Test
    void aConflictDoesNotFallThroughToTheUpdate() {
        apply(CounterInputs.set(10));

        assertThat(apply(CounterInputs.compareAndSet(9, 20)).status()).isEqualTo(Status.CONFLICT);
        assertThat(Effects.counter(apply(CounterInputs.increment(0))).getIncrement().getValue())
                .isEqualTo(10);
    }

    private Effect.Output apply(CounterInput input) {
        return partition.applyOne(Proposals.counter(sessionId, 0, counter, input));
    }
}
