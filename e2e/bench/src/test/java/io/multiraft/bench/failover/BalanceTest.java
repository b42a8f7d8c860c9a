package io.multiraft.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BalanceTest {

    @Test
    void isEvenWhenTheCounterHasWhatWasAcknowledged() {
        Balance balance = Balance.of(200, 100, 100, 0, 0);

        assertThat(balance.lostIncrements()).isZero();
        assertThat(balance.repeatedIncrements()).isZero();
    }

    @Test
    void missesWhatWasAcknowledgedAndIsNotThere() {
        assertThat(Balance.of(200, 100, 97, 0, 2).lostIncrements()).isEqualTo(3);
    }

    @Test
    void forgivesOneIncrementToEachWriterOfWhichNobodyKnows() {
        assertThat(Balance.of(200, 100, 102, 0, 2).repeatedIncrements()).isZero();
        assertThat(Balance.of(200, 100, 103, 0, 2).repeatedIncrements()).isOne();
    }
}
