package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConfirmedReadsTest {

    private static final PartitionException DEPOSED =
            new PartitionException(Kind.NOT_LEADER, "another leads");

    private final List<Long> terms = new ArrayList<>();
    private final ArrayDeque<Consumer<Boolean>> asked = new ArrayDeque<>();
    private final List<PendingRead<?>> confirmed = new ArrayList<>();
    private final List<PendingRead<?>> unconfirmed = new ArrayList<>();
    private final ConfirmedReads reads =
            new ConfirmedReads(
                    (term, answer) -> {
                        terms.add(term);
                        asked.add(answer);
                    },
                    Runnable::run,
                    confirmed::addAll,
                    unconfirmed::addAll);

    @Test
    void runsWhatAMajorityConfirmed() {
        reads.open(7);
        PendingRead<?> read = read();

        asked.remove().accept(true);

        assertThat(terms).containsExactly(7L);
        assertThat(confirmed).containsExactly(read);
        assertThat(unconfirmed).isEmpty();
    }

    @Test
    void whoComesAfterTheQuestionWaitsForTheNext() {
        reads.open(7);
        PendingRead<?> first = read();
        PendingRead<?> second = read();
        PendingRead<?> third = read();

        asked.remove().accept(true);
        assertThat(confirmed).containsExactly(first);

        asked.remove().accept(true);
        assertThat(confirmed).containsExactly(first, second, third);
        assertThat(asked).as("nobody waits").isEmpty();
    }

    @Test
    void whatIsNotConfirmedTakesAnotherWay() {
        reads.open(7);
        PendingRead<?> read = read();

        asked.remove().accept(false);

        assertThat(unconfirmed).containsExactly(read);
        assertThat(confirmed).isEmpty();
    }

    @Test
    void aQuestionThatNobodyAnswersIsGivenUp() {
        reads.open(7);
        PendingRead<?> read = read();
        PendingRead<?> next = read();

        reads.look(System.nanoTime() + Duration.ofMillis(50).toNanos());
        assertThat(unconfirmed).as("it may still be answered").isEmpty();
        reads.look(System.nanoTime() + Duration.ofMillis(200).toNanos());

        assertThat(unconfirmed).containsExactly(read);
        asked.remove().accept(true);
        assertThat(confirmed).as("the answer is to nobody's question").isEmpty();
        asked.remove().accept(true);
        assertThat(confirmed).containsExactly(next);
    }

    @Test
    void whoNoLongerLeadsAnswersNothing() {
        reads.open(7);
        PendingRead<?> underWay = read();
        PendingRead<?> waiting = read();

        reads.close(DEPOSED);
        asked.remove().accept(true);
        PendingRead<?> late = read();

        assertThat(List.of(underWay, waiting, late))
                .allSatisfy(read -> assertThat(failure(read)).isSameAs(DEPOSED));
        assertThat(confirmed).isEmpty();
    }

    @Test
    void whatWasConfirmedInAnotherTermIsNoAnswerInThis() {
        reads.open(7);
        read();
        reads.close(DEPOSED);
        reads.open(9);
        PendingRead<?> read = read();

        asked.remove().accept(true);
        assertThat(confirmed).isEmpty();

        asked.remove().accept(true);
        assertThat(confirmed).containsExactly(read);
        assertThat(terms).containsExactly(7L, 9L);
    }

    @Test
    void whatCannotBeAskedTakesAnotherWay() {
        ConfirmedReads unheard =
                new ConfirmedReads(
                        (term, answer) -> {
                            throw new IllegalStateException("no such address");
                        },
                        Runnable::run,
                        confirmed::addAll,
                        unconfirmed::addAll);
        unheard.open(7);
        PendingRead<?> read = new PendingRead<>(fsm -> 0L, Duration.ofMinutes(1));

        unheard.read(read);

        assertThat(unconfirmed).containsExactly(read);
    }

    @Test
    void nothingIsDoneForACallerWhoseTimeIsOver() {
        reads.open(7);
        PendingRead<?> late = read();
        reads.look(System.nanoTime() + Duration.ofMinutes(2).toNanos());
        asked.remove().accept(false);

        assertThat(late.isOver()).isTrue();
        assertThat(unconfirmed).isEmpty();
    }

    @Test
    void timesOutWithTheCaller() {
        reads.open(7);
        PendingRead<?> read = read();

        reads.look(System.nanoTime() + Duration.ofMinutes(2).toNanos());

        assertThat(failure(read).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void noMoreWaitThanThereIsRoomFor() {
        reads.open(7);
        for (int i = 0; i <= RaftLimits.WAITING_READS; i++) {
            assertThat(read().result()).isNotDone();
        }

        assertThat(failure(read()).kind()).isEqualTo(Kind.OVERLOADED);
    }

    private PendingRead<?> read() {
        PendingRead<Long> read = new PendingRead<>(fsm -> 0L, Duration.ofMinutes(1));
        reads.read(read);
        return read;
    }

    private static PartitionException failure(PendingRead<?> read) {
        try {
            read.result().getNow(null);
            throw new AssertionError("did not fail");
        } catch (CompletionException e) {
            return (PartitionException) e.getCause();
        }
    }
}
